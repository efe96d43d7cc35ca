import type { Finding } from "../finding.ts";
import { documentedFindings } from "../release/parameters/documentedFindings.ts";
import { checkRegion } from "../release/regions.ts";
import { parseTemplateUrl, versionOfTemplateUrl } from "../release/templateUrl.ts";
import { rootStackNameProblem } from "./names.ts";

/** A root stack that is to be deployed, as far as it is known beforehand. */
export interface WantedRootStack {
  readonly stackName?: string;
  readonly region?: string;
  readonly templateUrl?: string;
  readonly values?: Readonly<Record<string, string>>;
  /** Names of parameters whose values are secret, or not known yet. */
  readonly hiddenNames?: readonly string[];
}

/** Everything that speaks against deploying a root stack like this, whatever stands. Each is an error. */
export function rootStackProblems(wanted: WantedRootStack): readonly Finding[] {
  const { stackName, region, templateUrl, values, hiddenNames = [] } = wanted;
  const release = templateUrl === undefined ? undefined : versionOfTemplateUrl(templateUrl);
  const name = stackName === undefined ? undefined : rootStackNameProblem(stackName);
  const place = region === undefined ? undefined : checkRegion(region, release);
  return [
    ...(name ? [problem("root-stack-name", `The root stack's name "${stackName}" ${name}.`, "Rename it.")] : []),
    ...(place?.kind === "refused" ? [problem(place.code, place.message, place.fix)] : []),
    ...(templateUrl === undefined || parseTemplateUrl(templateUrl)
      ? []
      : [
          problem(
            "template-url",
            `"${templateUrl}" is no https URL of an object in S3, the only place that CloudFormation takes templates from.`,
            "Give the URL of a release's root template.",
          ),
        ]),
    ...(release && values
      ? documentedFindings({
          values,
          secretNames: hiddenNames,
          release,
          ...(region !== undefined && { region }),
        }).filter(({ severity }) => severity === "error")
      : []),
  ];
}

function problem(code: string, message: string, fix: string): Finding {
  return { severity: "error", code, message, fix };
}
