/** One side of a copy: a bucket. */
export interface CopyPlace {
  readonly side: "source" | "target";
  readonly bucket: string;
  readonly region: string;
}

/** An object in S3. */
export interface ObjectLocation {
  readonly bucket: string;
  readonly key: string;
}

export function urlOf({ bucket, key }: ObjectLocation): string {
  return `s3://${bucket}/${key}`;
}
