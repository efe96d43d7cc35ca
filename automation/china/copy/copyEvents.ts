/** What a copy reports while it goes on, in order. */
export type CopyEvent =
  | ({
      /** What the release has and what of it is to be copied; of a dry run the last event but for its differences. */
      readonly type: "copy-planned";
    } & CopyPlan)
  | {
      /** How far it is. */
      readonly type: "copy-progress";
      readonly objectsDone: number;
      /** Objects to copy. */
      readonly objects: number;
      readonly bytesDone: number;
      /** Bytes to copy. */
      readonly bytes: number;
    }
  | {
      /** How a template differs from what Panther has published; in a dry run. */
      readonly type: "copy-difference";
      /** Key of the published template. */
      readonly template: string;
      /** Key of the one for China. */
      readonly key: string;
      /** A unified diff. */
      readonly patch: string;
    }
  | {
      /** Something to know that stops nothing. */
      readonly type: "copy-notice";
      readonly message: string;
    }
  | ({
      /** Everything is there, the root template last. */
      readonly type: "copy-finished";
      readonly seconds: number;
    } & CopyPlan);

/** What a release has, and what of it is not in the target yet. */
export interface CopyPlan {
  /** Without the leading `v`. */
  readonly release: string;
  /** A bucket (`s3://…`) or a folder. */
  readonly source: string;
  readonly target: string;
  /** Objects of the release in the target, templates as they are for China. */
  readonly objects: number;
  readonly bytes: number;
  readonly toCopyObjects: number;
  readonly toCopyBytes: number;
  /** Everything is there. */
  readonly complete: boolean;
  /** Images in registries that the release names: a person has to copy them. */
  readonly images: readonly string[];
}

export type CopyReport = (event: CopyEvent) => void;
