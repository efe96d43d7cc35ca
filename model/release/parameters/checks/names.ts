import { documentedParameter, notParameters } from "../catalog.ts";
import { closest } from "../closest.ts";
import type { DocumentedParameter } from "../documented.ts";
import { isBefore } from "../documented.ts";
import { finding, type ParameterFinding } from "../finding.ts";
import type { Settings } from "../settings.ts";

/** Names that are set, but that the template does not have: CloudFormation refuses the whole operation for one. */
export function nameFindings(settings: Settings): readonly ParameterFinding[] {
  return settings.strangers.map((name) => {
    const misread = notParameters.get(name);
    if (misread !== undefined) {
      return finding("not-a-parameter", name, `${name} is no parameter: it is ${misread}.`, `Remove ${name}.`);
    }
    const documented = documentedParameter(name);
    if (documented?.template === "root") return otherRelease(documented, settings);
    const home = documented ? "the deployment role's template, which is a stack of its own" : undefined;
    const meant = closest(name, settings.parameters.keys());
    return finding(
      "unknown-parameter",
      name,
      `The template has no parameter ${name}${home ? `: it belongs to ${home}` : ""}.`,
      meant === undefined ? `Remove ${name}.` : `Did you mean ${meant}? Else remove ${name}.`,
    );
  });
}

function otherRelease(documented: DocumentedParameter, { release, parameters }: Settings): ParameterFinding {
  const { name, since, until, replacedBy } = documented;
  const there = release ? `v${release}` : "this template";
  if (until !== undefined && !(release && since !== undefined && isBefore(release, since))) {
    const instead = replacedBy !== undefined && parameters.has(replacedBy) ? ` ${replacedBy} took its place.` : "";
    return finding(
      "removed-parameter",
      name,
      `${name} was removed in v${until}; ${there} does not have it any more.`,
      `Remove ${name}.${instead}`,
    );
  }
  const known = since === undefined ? "is documented" : `is documented from v${since} on`;
  return finding(
    "parameter-of-other-release",
    name,
    `${name} ${known}, but ${there} does not have it.`,
    `Remove ${name} until you are on a release that has it.`,
  );
}
