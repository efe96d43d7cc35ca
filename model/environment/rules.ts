import { documentedParameter } from "../release/parameters/catalog.ts";
import { checkRegion } from "../release/regions.ts";
import { sourcedTemplateUrl, type TemplateSource } from "../release/templateSource.ts";
import { parseVersion, type ReleaseVersion } from "../release/version.ts";
import {
  type ConfigurationProblem,
  isMapping,
  problemAt,
  type RawConfiguration,
  setCommand,
  type ValuePath,
} from "./problems.ts";
import { type Outputs, soundEntries } from "./readEntries.ts";
import type { environmentEntries } from "./schema.ts";

/** The values that have no problem of their own. */
export type EnvironmentValues = Partial<Outputs<typeof environmentEntries>>;

/** A refusal of another part of the model, as a problem of a key. */
interface Refusal {
  readonly message: string;
  readonly fix: string;
}

/** The region is one that Panther supports, and that the topology goes with. */
export function regionProblems({ region, version, topology }: EnvironmentValues): readonly ConfigurationProblem[] {
  if (region === undefined) return [];
  const path = ["region"];
  const check = checkRegion(region, version);
  if (check.kind === "refused") return [refused(path, region, check)];
  if (topology === "standard" && check.region.scope === "backend") {
    const rule = "is in China, where Panther's web app can't run: only its backend can stand there";
    return [problemAt(path, region, rule, `To split Panther: ${setCommand(["topology"]).replace("<value>", "china")}`)];
  }
  if (topology === "china" && check.region.scope === "full") {
    const fix = "Give the backend's region, cn-north-1 or cn-northwest-1; the web app's is panther:china.webRegion.";
    return [problemAt(path, region, "is not in China, and panther:topology is china", fix)];
  }
  return [];
}

/** Settings of China are there when they are needed, and only then. */
export function topologyProblems(
  { topology }: EnvironmentValues,
  raw: RawConfiguration,
): readonly ConfigurationProblem[] {
  const given = raw.china !== undefined;
  if (topology === "china" && !given) {
    const rule = "is missing, and panther:topology is china";
    return [problemAt(["china"], undefined, rule, "Give it webRegion and webAccountId at least.")];
  }
  if (topology === "standard" && given) {
    const fix = `Remove it, or: ${setCommand(["topology"]).replace("<value>", "china")}`;
    return [problemAt(["china"], undefined, "is for panther:topology china only, and that is standard", fix)];
  }
  return [];
}

/** A secret stands in its own place, and each parameter in one place only. */
export function parameterProblems(
  { firstDeployParameters = [] }: EnvironmentValues,
  raw: RawConfiguration,
  told: readonly ConfigurationProblem[],
): readonly ConfigurationProblem[] {
  const plain = namesIn(raw.parameters);
  const secret = namesIn(raw.secretParameters);
  const misplaced = soundEntries(raw.parameters, ["parameters"], told)
    .map(([name]) => name)
    .filter((name) => documentedParameter(name)?.secret === true);
  const twice = plain.filter((name) => secret.includes(name) && !misplaced.includes(name));
  const all = [...plain, ...secret];
  const unset = firstDeployParameters.flatMap((name, index) => (all.includes(name) ? [] : [{ name, index }]));
  return [
    ...misplaced.map((name) => misplacedSecret(name, secret.includes(name))),
    ...twice.map((name) =>
      problemAt(
        ["parameters", name],
        undefined,
        "is given twice: as a plain and as a secret parameter",
        `Remove ${name} from panther:parameters.`,
      ),
    ),
    ...unset.map(({ name, index }) =>
      problemAt(
        ["firstDeployParameters", index],
        name,
        "has no value: it is neither in panther:parameters nor in panther:secretParameters",
        `Remove it from the list, or: ${setCommand(["parameters", name])}`,
      ),
    ),
  ];
}

function misplacedSecret(name: string, givenAsSecret: boolean): ConfigurationProblem {
  const place = setCommand(["secretParameters", name], true);
  return problemAt(
    ["parameters", name],
    undefined,
    "is a secret, and panther:parameters are in plain text",
    `Remove it here${givenAsSecret ? "" : `, then: ${place}`}. Whoever saw the file has seen it: change it, too.`,
  );
}

/** Names in a mapping, whatever their values; a text's letters are none. */
function namesIn(value: unknown): readonly string[] {
  return isMapping(value) ? Object.keys(value) : [];
}

/** Any release does: of what is refused nothing hangs on it. */
const someRelease: ReleaseVersion = parseVersion("1.39.7");

/** The templates' source is one that the region can be deployed from. */
export function sourceProblems(values: EnvironmentValues, raw: RawConfiguration): readonly ConfigurationProblem[] {
  const { releaseBucket, templateUrl } = values;
  const both = releaseBucket !== undefined && templateUrl !== undefined;
  const named = [
    ...(releaseBucket === undefined ? [] : [{ path: ["releaseBucket"], value: releaseBucket }]),
    ...(templateUrl === undefined ? [] : [{ path: ["templateUrl"], value: templateUrl }]),
  ];
  const needsOne = raw.releaseBucket === undefined && raw.templateUrl === undefined;
  const places = needsOne ? [{ path: ["releaseBucket"], value: undefined }] : named;
  const problems = places.flatMap(({ path, value }) => {
    const source = templateSource(path[0] === "templateUrl" ? { templateUrl: value } : { releaseBucket: value });
    const url = sourcedTemplateUrl({ template: "root", version: someRelease, source, ...suitableRegion(values) });
    if (url.kind === "url") return [];
    return value === undefined
      ? [problemAt(path, value, `is missing: ${sentence(url.message)}`, url.fix)]
      : [refused(path, value, url)];
  });
  if (!both) return problems;
  const rule = "is given as well as panther:releaseBucket, and templates come from one place";
  return [...problems, problemAt(["templateUrl"], templateUrl, rule, "Remove one of the two.")];
}

/** A region that is refused itself would only repeat its problem. */
function suitableRegion(values: EnvironmentValues): { readonly region?: string } {
  return values.region === undefined || regionProblems(values).length > 0 ? {} : { region: values.region };
}

/** Where the templates come from by the two keys that name it. */
export function templateSource({
  releaseBucket,
  templateUrl,
}: {
  readonly releaseBucket?: string | undefined;
  readonly templateUrl?: string | undefined;
}): TemplateSource {
  if (templateUrl !== undefined) return { kind: "pattern", pattern: templateUrl };
  return releaseBucket === undefined ? { kind: "panther" } : { kind: "bucket", bucket: releaseBucket };
}

/** A refusal that comes as a sentence of its own. */
export function refused(path: ValuePath, value: unknown, { message, fix }: Refusal): ConfigurationProblem {
  return problemAt(path, value, `is refused: ${sentence(message)}`, fix);
}

function sentence(message: string): string {
  return message.replace(/\.$/, "");
}
