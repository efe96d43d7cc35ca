import { expect } from "chai";
import { type Change, changes, published } from "../../../local/releases/history.ts";
import { matchesAny } from "../../../local/releases/scope.ts";
import { flatten, type ReadResource, readRelease } from "./reading.ts";

/** The templates by the names that the history uses. */
const thirdLevel: Readonly<Record<string, string>> = {
  "Onboard/CloudSecurityRoles": "CloudsecIam",
  "Onboard/LogProcessingRole": "LogAnalysisIam",
  "Onboard/RealTimeEvents": "CloudWatchEvents",
};

type Inventory = ReadonlyMap<string, ReadResource>;

function inventory(version: string): Inventory {
  const templates = flatten(readRelease(version)).filter(({ path }) => path !== "");
  const resources = templates.flatMap(({ path, template }) =>
    Object.entries(template.Resources)
      .filter(([, { Type }]) => Type !== "AWS::CloudFormation::Stack")
      .map(([id, resource]) => [`${thirdLevel[path] ?? path}/${id}`, resource] as const),
  );
  return new Map(resources);
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
const paths = (resources: Inventory): readonly string[] => [...resources.keys()];

describe("what changes from release to release", () => {
  for (const [index, { version }] of published.entries()) {
    const earlier = published[index - 1];
    if (!earlier) continue;
    describe(`${earlier.version} to ${version}`, () => {
      const minor = Number(version.split(".")[1]);
      const [change, ...others] = changes.filter((candidate) => candidate.minor === minor);
      let old: Inventory;
      let next: Inventory;
      before(() => {
        old = inventory(earlier.version);
        next = inventory(version);
      });
      const named = (list: Exclude<keyof Change, "minor">, resources: Inventory): readonly string[] =>
        paths(resources).filter((path) => matchesAny(change?.[list], path));

      it("adds and removes what the history says, in one entry, and nothing else", () => {
        expect(others).to.deep.equal([]);
        const added = paths(next).filter((path) => !old.has(path));
        const removed = paths(old).filter((path) => !next.has(path));
        expect(added).to.be.an("array").that.is.not.empty;
        expect(added).to.deep.equal(named("adds", next));
        expect(removed).to.be.an("array").that.is.not.empty;
        expect(removed).to.deep.equal(named("removes", old));
        for (const pattern of [...(change?.adds ?? []), ...(change?.removes ?? [])]) {
          expect(
            [...added, ...removed].some((path) => matchesAny([pattern], path)),
            pattern,
          ).to.equal(true);
        }
      });

      it("changes every resource that the history names, and renames what is replaced", () => {
        for (const list of ["tunes", "rebuilds", "replaces"] as const) {
          const both = named(list, next).filter((path) => old.has(path));
          expect(both, list).to.be.an("array").that.is.not.empty;
          for (const path of both) expect(same(old.get(path), next.get(path)), `${list} ${path}`).to.equal(false);
          for (const pattern of change?.[list] ?? []) {
            expect(
              both.some((path) => matchesAny([pattern], path)),
              `${list} ${pattern}`,
            ).to.equal(true);
          }
        }
        for (const path of named("replaces", next)) {
          const names = [old, next].map((resources) => resources.get(path)?.Properties?.QueueName);
          expect(new Set(names).size, path).to.equal(2);
        }
      });

      it("touches a quarter to a half of all resources, in five templates or more", () => {
        const touched = [...new Set([...paths(old), ...paths(next)])].filter((path) => {
          const custom = next.get(path)?.Type.startsWith("Custom::") ?? false;
          return custom || !same(old.get(path), next.get(path));
        });
        expect(touched.length / next.size).to.be.within(0.25, 0.5);
        expect(new Set(touched.map((path) => path.split("/")[0])).size).to.be.at.least(5);
      });
    });
  }

  it("keeps untouched what no entry names", () => {
    const stable = ["Bootstrap/ProcessedDataPolicy", "Core/KvTable", "CloudSecurity/ResourceHistoryRole"];
    const [first, last] = [inventory("1.38.5"), inventory("1.39.7")];
    for (const path of stable) {
      expect(first.get(path), path).to.be.an("object");
      expect(first.get(path), path).to.deep.equal(last.get(path));
    }
  });
});
