import { releaseObjects } from "../local/releases/releases.ts";
import { recommendedReleases } from "../model/release/catalog.ts";
import { checkParameters } from "../model/release/parameters/checkParameters.ts";
import { parseVersion } from "../model/release/version.ts";
import { atMost, type Figure } from "./figure.ts";

const region = "us-east-1";
const goalMilliseconds = 150;
// The first rounds measure how Node.js compiles the YAML reader, not the check.
const leastRounds = 11;

/** How long it takes to parse and check a root template with all its nested ones: the median of some rounds. */
export function parameterFigures(rounds: number): readonly Figure[] {
  const release = recommendedReleases.at(-1) ?? parseVersion("1.39.7");
  const bodies = releaseObjects(release, region)
    .filter(({ contentType }) => contentType === "text/yaml")
    .map(({ bucket, key, body }) => [
      `https://${bucket}.s3.${region}.amazonaws.com/${key}`,
      new TextDecoder().decode(body),
    ]);
  const template = bodies.at(-1)?.[1] ?? "";
  const nested: Readonly<Record<string, string>> = Object.fromEntries(bodies);
  const times = Array.from({ length: Math.max(leastRounds, rounds) }, () => {
    const start = performance.now();
    const { findings } = checkParameters({
      template,
      nested,
      region,
      release,
      values: { CloudSecurityMemory: "4096" },
    });
    const milliseconds = performance.now() - start;
    // A check that does not reach the nested templates would be fast, and worth nothing.
    if (!findings.some(({ code }) => code === "nested-limit"))
      throw new Error("The nested templates were not checked.");
    return milliseconds;
  }).sort((a, b) => a - b);
  const median = times[Math.floor(times.length / 2)] ?? Number.POSITIVE_INFINITY;
  return [atMost("parse and check a root template with its nested ones", median, goalMilliseconds, "ms")];
}
