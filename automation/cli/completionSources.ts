import { changeFindingCodes } from "../../model/changes/changeFindings.ts";
import { commandPermissions } from "../../model/permissions/commands.ts";
import { checkCatalog } from "../../model/preflight/checkCatalog.ts";
import { recommendedCatalog } from "../../model/release/catalog.ts";
import { rootParameters } from "../../model/release/parameters/catalog.ts";
import { acceptableCodes, findingCodes } from "../../model/release/parameters/finding.ts";
import { supportedRegions } from "../../model/release/regions.ts";
import { sortedVersions, tagOf } from "../../model/release/version.ts";
import { acceptableTeardownCodes } from "../../model/teardown/teardownFindings.ts";
import { listEnvironments } from "../environmentFile.ts";
import type { Candidate, Candidates, Source, TypedOptions } from "./completionCandidates.ts";
import { projectDirectory } from "./environmentCommand.ts";

const sources: Readonly<Record<string, (typed: TypedOptions) => Promise<Candidates> | Candidates>> = {
  environment: async ({ "--project": folder = projectDirectory }) =>
    // Where the folder is no project there is nothing to offer, and nobody reads an error at this point.
    values((await listEnvironments(folder).catch(() => [])).map((value) => ({ value }))),
  version: () => values(sortedVersions(recommendedCatalog.releases).toReversed().map(valueOfRelease)),
  region: () => values(supportedRegions.map(({ name, place }) => ({ value: name, description: place }))),
  codes: () =>
    values(
      [
        ...checkCatalog.map(({ code }) => code),
        ...acceptableCodes,
        ...Object.keys(changeFindingCodes),
        ...acceptableTeardownCodes,
        ...warningCodes(),
      ].map((value) => ({ value })),
    ),
  names: () => values(rootParameters.map(({ name, text }) => ({ value: name, description: text }))),
  command: () => values(commandPermissions.map(({ command, what }) => ({ value: command, description: what }))),
  folder: () => ({ kind: "files" }),
  file: () => ({ kind: "files" }),
  files: () => ({ kind: "files" }),
  "file or URL": () => ({ kind: "files" }),
};

/** What can be offered for an option's value or an argument; nothing where a person has to think of it. */
export const completionSource: Source = async (placeholder, typed) =>
  (await sources[placeholder]?.(typed)) ?? values([]);

export const knownPlaceholders: readonly string[] = Object.keys(sources);

function values(list: readonly Candidate[]): Candidates {
  return { kind: "values", values: list };
}

function valueOfRelease(release: (typeof recommendedCatalog.releases)[number]): Candidate {
  return { value: tagOf(release) };
}

function warningCodes(): readonly string[] {
  return Object.entries(findingCodes).flatMap(([code, severity]) => (severity === "warning" ? [code] : []));
}
