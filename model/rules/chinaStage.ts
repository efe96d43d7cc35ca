import type { WebHop } from "../environment/hop.ts";
import { type ReleaseVersion, tagOf } from "../release/version.ts";

/** How far an `up` of a Panther that is split in China goes. What stands already is in every one of them. */
export type ChinaStage =
  /** The release bucket alone: the release is to be copied into it first. */
  | { readonly kind: "bucket"; readonly next?: string }
  /** Backend and secret, and of the web side nothing, its role alone, or all of it. */
  | { readonly kind: "sides"; readonly web: "none" | "role" | "whole"; readonly next?: string }
  | { readonly kind: "refused"; readonly message: string; readonly fix: string };

/** What is there, in AWS. */
export interface Standing {
  readonly backendStands: boolean;
  readonly webStands: boolean;
}

/** What a plain `pulumi up` finds. */
export interface PlainUp extends Standing {
  readonly environment: string;
  readonly release: ReleaseVersion;
  /** Where the backend's root template is to be. */
  readonly rootTemplateUrl: string;
  readonly templateIsThere: boolean;
  /** Whether the program makes the release bucket; else it is there, or somebody else's. */
  readonly createsBucket: boolean;
  readonly secretName: string;
  readonly secretHasValue: boolean;
}

/** Each side once it can be: the backend with its release in the bucket, the web app with a value in its secret. */
export function stageOfPlainUp(up: PlainUp): ChinaStage {
  const { environment, release, templateIsThere, secretName } = up;
  const copy = `panther china copy ${environment} --release ${tagOf(release)}`;
  const driver = `Or let the driver do all of it: panther deploy ${environment}`;
  if (!templateIsThere && up.createsBucket && !up.backendStands && !up.webStands) {
    const next = `${tagOf(release)} has not been copied yet, so the release bucket alone is made. Then copy the release, ${copy}, and run pulumi up again. ${driver}.`;
    return { kind: "bucket", next };
  }
  if (!templateIsThere) {
    return {
      kind: "refused",
      message: `${tagOf(release)} has not been copied: there is no ${up.rootTemplateUrl}.`,
      fix: `Copy it, then run the same command again: ${copy}. Or correct panther:version. Nothing was changed.`,
    };
  }
  if (up.secretHasValue || up.webStands) return { kind: "sides", web: "whole" };
  const next = `Secret ${secretName} has no value yet, so the web app comes later. Once the backend's build has ended, have a key made, panther china rotate-key ${environment}, and run pulumi up again. ${driver}.`;
  return { kind: "sides", web: "none", next };
}

/** As far as the driver says, unless that leaves out what stands: what is not in the program any more is deleted. */
export function stageOfHop(
  { stage, web }: { readonly stage?: "bucket"; readonly web?: WebHop },
  { backendStands, webStands }: Standing,
): ChinaStage {
  const withWeb = stage === undefined && web?.kind === "release";
  if ((stage === "bucket" && backendStands) || (!withWeb && webStands)) {
    const side = stage === "bucket" && backendStands ? "backend" : "web app";
    return {
      kind: "refused",
      message: `The ${side} stands, and this up would leave it out: it would be deleted.`,
      fix: "Run the same command again, which looks at what stands now. Nothing was changed.",
    };
  }
  if (stage === "bucket") return { kind: "bucket" };
  return { kind: "sides", web: withWeb ? "whole" : web?.kind === "role" ? "role" : "none" };
}
