/** What S3 answers in place of what it was asked for. */
export class S3Error extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export const noSuchKey = (key: string) => new S3Error(404, "NoSuchKey", `The specified key does not exist: ${key}`);
export const noSuchUpload = () => new S3Error(404, "NoSuchUpload", "The specified upload does not exist.");
export const badDigest = (what: string) => new S3Error(400, "BadDigest", `The ${what} you specified did not match.`);
