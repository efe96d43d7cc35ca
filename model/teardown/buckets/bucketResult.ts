interface Removed {
  readonly name: string;
  /** Versions and delete markers that this run deleted. */
  readonly versions: number;
}

/** What became of one bucket. */
export type BucketResult = Removed &
  (
    | { readonly kind: "deleted" }
    | {
        /** An expiration rule stands: a later run deletes the bucket. */
        readonly kind: "expiring";
        /** ISO 8601: when S3 has had the time to expire everything; it may take longer. */
        readonly canGoAfter: string;
      }
    /** --keep-data. */
    | { readonly kind: "kept" }
    /** Somebody else had deleted it. */
    | { readonly kind: "gone" }
    /** What was deleted was followed by more, again and again. */
    | { readonly kind: "refilling"; readonly why: string; readonly fix: string }
    | { readonly kind: "failed"; readonly why: string; readonly fix: string }
  );
