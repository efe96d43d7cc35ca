import { expect } from "chai";
import fc from "fast-check";
import { recommendedReleases, type Withdrawal } from "../../../model/release/catalog.ts";
import { upgradePath } from "../../../model/release/upgradePath.ts";
import { compareVersions, minorOf, parseVersion, type ReleaseVersion } from "../../../model/release/version.ts";

const path = (
  from: string,
  to: string,
  releases: readonly string[] = recommendedReleases,
  withdrawn?: readonly string[],
) =>
  upgradePath(
    parseVersion(from),
    parseVersion(to),
    releases.map(parseVersion),
    withdrawn?.map((version): Withdrawal => ({ version: parseVersion(version), reason: "it lost data" })),
  );

const stops = (...asked: Parameters<typeof path>) => {
  const found = path(...asked);
  return found.kind === "path" ? found.hops.map(({ to }) => to) : found.code;
};

const minorNumber = (version: ReleaseVersion) => Number(minorOf(version).split(".")[1]);

describe("the upgrade path", () => {
  it("goes through every minor between, each at its highest patch", () => {
    expect(path("1.36.0", "v1.39.7")).to.deep.equal({
      kind: "path",
      hops: [
        { from: "1.36.0", to: "1.37.11" },
        { from: "1.37.11", to: "1.38.5" },
        { from: "1.38.5", to: "1.39.7" },
      ],
    });
  });

  for (const [start, from] of recommendedReleases.entries()) {
    it(`from ${from} leads to each newer release and to no older one`, () => {
      for (const [end, to] of recommendedReleases.entries()) {
        const found = upgradePath(from, to, recommendedReleases);
        if (end < start) expect(found).to.include({ kind: "refused", code: "downgrade" });
        else if (found.kind === "path") {
          expect(found.hops.map((hop) => hop.to)).to.deep.equal(recommendedReleases.slice(start + 1, end + 1));
          expect(found.hops.map((hop) => hop.from)).to.deep.equal(recommendedReleases.slice(start, end));
        } else expect.fail(found.message);
      }
    });
  }

  it("takes the highest of several patches by number, in whatever order they are listed", () => {
    const releases = ["1.38.5", "1.37.4", "1.36.0", "1.37.11", "1.38.10", "1.37.9"];
    expect(stops("1.36.0", "1.38.10", releases)).to.deep.equal(["1.37.11", "1.38.10"]);
  });

  it("ends at exactly the patch that was named, be it not the highest", () => {
    const releases = ["1.37.11", "1.38.4", "1.38.5"];
    expect(stops("1.36.0", "1.38.4", releases)).to.deep.equal(["1.37.11", "1.38.4"]);
    expect(stops("1.38.1", "1.38.4", releases)).to.deep.equal(["1.38.4"]);
  });

  it("has no hop where the wanted release runs, be it unknown or withdrawn", () => {
    expect(stops("1.99.1", "1.99.1")).to.deep.equal([]);
    expect(stops("1.27.3", "1.27.3")).to.deep.equal([]);
  });

  it("goes from a release that is not listed any more, and from a withdrawn one", () => {
    expect(stops("1.36.1", "1.37.11")).to.deep.equal(["1.37.11"]);
    expect(stops("1.27.3", "1.28.7")).to.deep.equal(["1.28.7"]);
    expect(stops("1.22.7", "1.23.5")).to.deep.equal(["1.23.5"]);
  });

  it("passes a withdrawn patch by for the next lower one", () => {
    const releases = ["1.36.0", "1.37.10", "1.37.11", "1.38.5"];
    expect(stops("1.36.0", "1.38.5", releases, ["1.37.11"])).to.deep.equal(["1.37.10", "1.38.5"]);
  });

  it("is found for any catalog without holes: one hop a minor, nowhere backwards, nothing withdrawn", () => {
    const patches = fc.array(fc.nat(20), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(patches, { minLength: 2, maxLength: 6 }), fc.nat(20), fc.nat(3), (minors, running, pick) => {
        const releases = minors.flatMap((list, minor) => list.map((patch) => parseVersion(`1.${minor + 10}.${patch}`)));
        const last = minors.at(-1) ?? [];
        const to = parseVersion(`1.${minors.length + 9}.${last[pick % last.length]}`);
        const from = parseVersion(`1.10.${running}`);
        const found = upgradePath(from, to, releases.toReversed());
        const way = found.kind === "path" ? [from, ...found.hops.map((hop) => hop.to)] : [];
        expect(way.map(minorNumber)).to.deep.equal(minors.map((_, minor) => minor + 10));
        expect(way.at(-1)).to.equal(to);
        for (const stop of way.slice(1, -1)) {
          const rivals = releases.filter((release) => minorOf(release) === minorOf(stop));
          expect(rivals.every((rival) => compareVersions(rival, stop) <= 0)).to.equal(true);
        }
      }),
    );
  });
});

describe("an upgrade is refused", () => {
  const nothingNewer = (from: string) => `The catalog has nothing newer that can be reached from v${from}.`;
  const holes = ["1.36.0", "1.38.5", "1.39.7", "1.41.0", "1.45.2"];
  const refusals: readonly [string, Parameters<typeof path>, object][] = [
    [
      "downwards",
      ["1.38.5", "1.36.0"],
      {
        code: "downgrade",
        message: "v1.38.5 runs and v1.36.0 is older; Panther can't go back to an older release.",
        fix: "Stay on v1.38.5. Possible from v1.38.5: v1.39.7.",
        possible: ["1.39.7"],
      },
    ],
    [
      "downwards within a minor, from the newest",
      ["1.39.8", "1.39.7"],
      {
        code: "downgrade",
        message: "v1.39.8 runs and v1.39.7 is older; Panther can't go back to an older release.",
        fix: `Stay on v1.39.8. ${nothingNewer("1.39.8")}`,
        possible: [],
      },
    ],
    [
      "to a withdrawn release",
      ["1.26.9", "1.27.3"],
      {
        code: "withdrawn-release",
        message:
          "v1.27.3 was withdrawn: Panther listed it on 2022-01-27, took it off its list on 2022-01-31 and listed 1.27.5 on 2022-02-02.",
        fix: "Possible from v1.26.9: v1.27.8.",
        possible: ["1.27.8"],
      },
    ],
    [
      "to a withdrawn release that the catalog lists",
      ["1.36.0", "1.37.11", ["1.37.10", "1.37.11"], ["1.37.11"]],
      {
        code: "withdrawn-release",
        message: "v1.37.11 was withdrawn: it lost data.",
        fix: "Possible from v1.36.0: v1.37.10.",
        possible: ["1.37.10"],
      },
    ],
    [
      "to an unknown patch, with the nearest below and above",
      ["1.36.0", "1.38.9"],
      {
        code: "unknown-release",
        message: "v1.38.9 is not in the release catalog.",
        fix: "If Panther has published v1.38.9, give a catalog that lists it. Possible from v1.36.0: v1.38.5 or v1.39.7.",
        possible: ["1.38.5", "1.39.7"],
      },
    ],
    [
      "to an unknown minor beyond a hole, with what can be reached before it",
      ["1.38.5", "1.42.0", holes],
      {
        code: "unknown-release",
        message: "v1.42.0 is not in the release catalog.",
        fix: "If Panther has published v1.42.0, give a catalog that lists it. Possible from v1.38.5: v1.39.7.",
        possible: ["1.39.7"],
      },
    ],
    [
      "by an empty catalog",
      ["1.38.5", "1.39.7", []],
      {
        code: "unknown-release",
        message: "v1.39.7 is not in the release catalog.",
        fix: `If Panther has published v1.39.7, give a catalog that lists it. ${nothingNewer("1.38.5")}`,
        possible: [],
      },
    ],
    [
      "over a minor that the catalog lacks",
      ["1.36.0", "1.38.5", holes],
      {
        code: "missing-minor",
        message: "The catalog offers no release of 1.37, and minors must not be skipped.",
        fix: `Give a catalog that has releases of 1.37. ${nothingNewer("1.36.0")}`,
        possible: [],
      },
    ],
    [
      "over several holes, all of them named",
      ["1.36.0", "1.45.2", holes],
      {
        code: "missing-minor",
        message: "The catalog offers no release of 1.37, 1.40, 1.42 to 1.44, and minors must not be skipped.",
        fix: `Give a catalog that has releases of 1.37, 1.40, 1.42 to 1.44. ${nothingNewer("1.36.0")}`,
        possible: [],
      },
    ],
    [
      "over a minor of which everything was withdrawn",
      ["1.36.0", "1.38.5", ["1.36.5", "1.37.11", "1.38.5"], ["1.37.11"]],
      {
        code: "missing-minor",
        message: "The catalog offers no release of 1.37, and minors must not be skipped.",
        fix: "Give a catalog that has releases of 1.37. Possible from v1.36.0: v1.36.5.",
        possible: ["1.36.5"],
      },
    ],
    [
      "to the next minor but one, from a release below the catalog",
      ["1.21.5", "1.23.5"],
      {
        code: "missing-minor",
        message: "The catalog offers no release of 1.22, and minors must not be skipped.",
        fix: `Give a catalog that has releases of 1.22. ${nothingNewer("1.21.5")}`,
        possible: [],
      },
    ],
    [
      "to another major version",
      ["1.38.5", "2.0.0", ["1.39.7", "2.0.0"]],
      {
        code: "major-change",
        message: "v1.38.5 to v2.0.0 changes the major version, and nothing says which releases to go through.",
        fix: "Ask Panther how to get there. Possible from v1.38.5: v1.39.7.",
        possible: ["1.39.7"],
      },
    ],
  ];
  for (const [how, asked, refusal] of refusals) {
    it(how, () => expect(path(...asked)).to.deep.equal({ kind: "refused", ...refusal }));
  }

  it("without walking through every number that a catalog could have", () => {
    expect(path("1.36.0", "1.9007199254740990.0", ["1.9007199254740990.0"])).to.include({ code: "missing-minor" });
  });

  it("with nothing for possible that would be refused in its turn", () => {
    const versions = fc.tuple(fc.integer({ min: 1, max: 2 }), fc.nat(5), fc.nat(5)).map((numbers) => numbers.join("."));
    const list = fc.array(versions, { maxLength: 12 });
    fc.assert(
      fc.property(versions, versions, list, list, (from, to, releases, withdrawn) => {
        const found = path(from, to, releases, withdrawn);
        for (const other of found.kind === "refused" ? found.possible : []) {
          expect(path(from, other, releases, withdrawn)).to.have.property("kind", "path");
        }
      }),
      { numRuns: 1000 },
    );
  });
});
