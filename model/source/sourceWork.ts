import { compareVersions, parseVersion, type ReleaseVersion } from "../release/version.ts";

/** What a checkout of Panther is told to do, by the command that asks for it. */
export type SourceWork = "deploy" | "master-deploy" | "teardown";

/**
 * Targets of Panther's own tool. There are no others here on purpose: its integration tests erase all of a deployment's
 * data, and nothing in this project may be able to name them.
 */
const targets: Readonly<Record<SourceWork, string>> = {
  deploy: "deploy",
  "master-deploy": "master:deploy",
  teardown: "teardown",
};

/** v1.16 reads the root stack's name and parameters from a file; before, they were in the environment. */
const rootConfigSince = parseVersion("1.16.0");

/**
 * What is run inside the development image. A container is thrown away after each use, and much of what `mage setup`
 * installs with it; so it comes first every time. What a build of another version left behind is taken for this one's
 * (`out/layer.zip`, for example), so that is cleaned away.
 * Source: Panther repository, development guide, "Local Dependencies" and "Mage".
 */
export function mageCommands(work: SourceWork, { afterOtherVersion }: { readonly afterOtherVersion: boolean }) {
  return [afterOtherVersion ? "mage clean setup" : "mage setup", `mage ${targets[work]}`] as const;
}

/** Where a release's tool takes the root stack's name and parameters from. */
export function rootSettingsPlace(release: ReleaseVersion): "file" | "variables" {
  return compareVersions(release, rootConfigSince) >= 0 ? "file" : "variables";
}

/**
 * What is answered to questions of the tool: the first one, and all others. It asks again, for ever, as long as it reads
 * nothing, so there has to be an answer that it takes everywhere. An e-mail address is one, also where the first user's is
 * asked for, and it is no yes: whether a broken bootstrap stack is to be torn down with all that hangs on it, for example,
 * which `mage deploy` may ask. Only a teardown that a person has confirmed is told yes, once.
 */
export function answersTo(work: SourceWork, email: string): { readonly first: string; readonly others: string } {
  return work === "teardown" ? { first: "yes", others: "no" } : { first: email, others: email };
}
