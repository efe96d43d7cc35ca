/** One bucket of a deployment, and what a teardown is to do with it. */
export interface BucketPlan {
  readonly name: string;
  readonly region: string;
  /** It was named, as a release bucket is. Missing: it has Panther's tags, and is left alone once it has them no more. */
  readonly foundBy?: "name";
  /** How much is in it: counted while it stays below the threshold. */
  readonly contents: BucketContents;
  /** From CloudWatch's daily BucketSizeBytes, where there is one. */
  readonly bytes?: number;
  /** Whether objects have versions here, or had: then deleted ones take days longer to expire. */
  readonly versioned: boolean;
  /** `keep`: --keep-data. */
  readonly way: "delete" | "expire" | "keep";
  /** Where an expiration rule of an earlier run already stands. */
  readonly expiring?: {
    /** ISO 8601, a date. */
    readonly since: string;
    /** ISO 8601: when S3 has had the time to expire everything; it may take longer. */
    readonly canGoAfter: string;
  };
  /** What will keep the bucket from being emptied; missing where nothing is known. */
  readonly obstacle?: BucketObstacle;
}

export type BucketContents =
  | {
      readonly kind: "counted";
      readonly versions: number;
      readonly deleteMarkers: number;
      /** Uploads in parts that were never finished. */
      readonly uploads: number;
    }
  | {
      /** The threshold was reached, and counting ended there. */
      readonly kind: "at-least";
      /** Versions, delete markers and uploads together. */
      readonly versions: number;
    };

/** Something about the bucket that makes S3 refuse deletions. */
export interface BucketObstacle {
  readonly kind: "mfa-delete" | "object-lock";
  readonly why: string;
  readonly fix: string;
}

export type BucketLook =
  | { readonly kind: "planned"; readonly bucket: BucketPlan }
  /** It is Panther's, or may be: it can't be looked at, and is left as it is. */
  | { readonly kind: "unreadable"; readonly name: string; readonly why: string; readonly fix: string };
