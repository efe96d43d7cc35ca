import { releaseObjects } from "../local/releases/releases.ts";
import { recommendedReleases } from "../model/release/catalog.ts";
import { transformRelease } from "../model/release/china/transform.ts";
import { parseVersion, tagOf } from "../model/release/version.ts";
import { atMost, type Figure, shown } from "./figure.ts";

const goalMilliseconds = 1000;
// Generated releases are smaller than real ones.
const resourcesOfRelease = 400;

/**
 * How long it takes to transform a release for AWS China and to check what comes out: the slowest of some rounds, since a
 * copy transforms once.
 */
export function transformFigures(rounds: number): readonly Figure[] {
  const release = recommendedReleases.at(-1) ?? parseVersion("1.39.7");
  const root = `${tagOf(release)}/panther.yml`;
  const objects = releaseObjects(release, "us-west-1").filter(
    ({ contentType, key }) => contentType === "text/yaml" && !key.endsWith("/proxy_panther.yml"),
  );
  const texts = objects.map(({ key, body }) => [key, new TextDecoder().decode(body)] as const);
  const templates = enlarged(new Map(texts), resourcesOfRelease);
  const resources = resourcesIn(templates);
  const times = Array.from({ length: Math.max(1, rounds) }, () => {
    const start = performance.now();
    const result = transformRelease({
      templates,
      root,
      source: { buckets: ["panther-enterprise-us-west-1"] },
      target: { bucket: "example-panther-releases", region: "cn-north-1" },
    });
    const milliseconds = performance.now() - start;
    // A transform that takes nothing out would be fast, and worth nothing.
    if (result.kind !== "transformed" || result.removed.length < 20)
      throw new Error("The release was not transformed.");
    return milliseconds;
  });
  return [
    shown("templates of a release", templates.size, ""),
    shown("resources in them", resources, ""),
    atMost(
      "transform them for AWS China and check the result, the slowest round",
      Math.max(...times),
      goalMilliseconds,
      "ms",
    ),
  ];
}

const typeLine = /^ {4}Type: \w+::/gm;

function resourcesIn(templates: ReadonlyMap<string, string>): number {
  return [...templates.values()].reduce((count, text) => count + (text.match(typeLine)?.length ?? 0), 0);
}

/** The templates with copies of their last resources, under names of their own, until there are so many. */
function enlarged(templates: ReadonlyMap<string, string>, resources: number): ReadonlyMap<string, string> {
  let missing = resources - resourcesIn(templates);
  return new Map(
    Array.from(templates, ([key, text]) => {
      const [before = "", inside = "", after = ""] = text.split(/^(?:Resources|Outputs):\n/m);
      const blocks = inside.split(/\n(?= {2}\w)/).filter((block) => /Type: AWS::(?!CloudFormation)/.test(block));
      const copies = blocks.slice(0, Math.max(0, missing)).map((block) => block.replace(/^ {2}(\w+)/, "  $1Again"));
      missing -= copies.length;
      if (copies.length === 0) return [key, text];
      const outputs = after === "" ? "" : `Outputs:\n${after}`;
      return [
        key,
        `${before}Resources:\n${inside.trimEnd()}\n${copies.map((copy) => `${copy.trimEnd()}\n`).join("")}${outputs}`,
      ];
    }),
  );
}
