/** Where the thing lies that an ARN names. */
export interface ArnPlace {
  readonly partition: string;
  readonly region: string;
  /** Twelve digits. */
  readonly accountId: string;
}

/** Reads the ARN of something that lies in one region of one account; undefined where it does not say which. */
export function placeOfArn(arn: string): ArnPlace | undefined {
  const [, partition, region, accountId] = /^arn:([a-z-]+):[a-z0-9-]+:([a-z0-9-]+):(\d{12}):./.exec(arn) ?? [];
  return partition === undefined || region === undefined || accountId === undefined
    ? undefined
    : { partition, region, accountId };
}
