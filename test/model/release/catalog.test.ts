import { expect } from "chai";
import { recommendedCatalog, recommendedReleases, withdrawnReleases } from "../../../model/release/catalog.ts";
import { readCatalogDocument } from "../../../model/release/catalogDocument.ts";
import { catalogOfListing } from "../../../model/release/releaseListing.ts";
import { releaseRows } from "../../../model/release/releaseRows.ts";
import { minorOf } from "../../../model/release/version.ts";

const read = (text: string) => readCatalogDocument(text, "releases.json");
const problemsOf = (data: unknown) => {
  const reading = read(JSON.stringify(data));
  return reading.kind === "problems" ? reading.problems : [];
};

describe("the recommended releases", () => {
  it("are one of each minor from 1.23 to 1.39, none of them withdrawn", () => {
    expect(recommendedReleases.map(minorOf)).to.deep.equal(Array.from({ length: 17 }, (_, index) => `1.${index + 23}`));
    expect(recommendedReleases).to.not.include.members(withdrawnReleases.map(({ version }) => version));
  });

  it("are listed newest first, with the withdrawn one beside them", () => {
    const rows = releaseRows(recommendedCatalog);
    expect(rows).to.have.lengthOf(18);
    expect(rows[0]).to.deep.equal({
      version: "1.39.7",
      minor: "1.39",
      recommended: true,
      withdrawn: null,
      roleTemplateUrl:
        "https://panther-public-cloudformation-templates.s3.amazonaws.com/panther-deployment-role/v1.39.7/template.yml",
    });
    expect(rows.find(({ version }) => version === "1.27.3"))
      .to.include({ recommended: false })
      .and.have.property("withdrawn")
      .that.includes("2022-01-31");
  });
});

describe("a catalog's document", () => {
  it("is read unsorted, with several patches, and with what it says of withdrawals", () => {
    const text = JSON.stringify({
      versions: ["v1.38.5", "1.37.11", "1.38.4", "1.38.5"],
      withdrawn: ["1.38.4", { version: "1.37.1", reason: "it lost data" }],
      source: "our own list",
    });
    expect(read(`\uFEFF${text}`)).to.deep.equal({
      kind: "catalog",
      catalog: {
        source: "our own list",
        releases: ["1.37.11", "1.38.4", "1.38.5"],
        withdrawn: [
          { version: "1.38.4", reason: "the catalog says so" },
          { version: "1.37.1", reason: "it lost data" },
        ],
      },
    });
  });

  it("keeps what Panther withdrew unless it speaks of withdrawals itself", () => {
    const withdrawn = (text: string) => {
      const reading = read(text);
      return reading.kind === "catalog" && reading.catalog.withdrawn;
    };
    expect(withdrawn('{"versions": ["1.27.3"]}')).to.equal(withdrawnReleases);
    expect(withdrawn('{"versions": ["1.27.3"], "withdrawn": []}')).to.deep.equal([]);
  });

  it("is the source itself where it names none", () => {
    expect(read('{"versions": ["1.27.8"]}')).to.have.nested.property("catalog.source", "releases.json");
    expect(read('{"versions": ["1.27.8"], "source": "\uFEFF"}')).to.have.nested.property("catalog.source", "\uFEFF");
  });

  it("tells a patch that an upgrade stops at from older and withdrawn ones", () => {
    const reading = read('{"versions": ["1.38.4", "1.38.5", "1.38.6"], "withdrawn": ["1.38.6"]}');
    const rows = reading.kind === "catalog" ? releaseRows(reading.catalog) : [];
    expect(rows.map(({ version, recommended }) => [version, recommended])).to.deep.equal([
      ["1.38.6", false],
      ["1.38.5", true],
      ["1.38.4", false],
    ]);
  });

  it("is refused with all that is wrong in it, each with its place", () => {
    expect(
      problemsOf({
        versions: ["1.39", 1.39, "1.39.7", null],
        withdrawn: ["latest", 3, { version: "1.2", reason: 4 }, { version: "1.2.3", why: "?" }],
        source: "",
        widthdrawn: [],
      }),
    ).to.deep.equal([
      'versions[0] "1.39" lacks numbers: a release has three, as in v1.39.7',
      'versions[1] must be a release in quotes, for example "1.39.7"',
      'versions[3] must be a release in quotes, for example "1.39.7"',
      'withdrawn[0].version "latest" is not three numbers with dots between them',
      'withdrawn[1] must be a release, or {"version": …, "reason": …}',
      'withdrawn[2].version "1.2" lacks numbers: a release has three, as in v1.39.7',
      "withdrawn[2].reason must be text",
      "withdrawn[3] has keys that mean nothing here: why",
      "source must not be empty",
      "it has keys that mean nothing here: widthdrawn",
    ]);
  });

  for (const [text, problem] of [
    ["", /^it is no JSON: /],
    ["versions: [1.39.7]", /^it is no JSON: /],
    ["[]", /^it must be an object/],
    ["null", /^it must be an object/],
    ["{}", /^versions must be a list of releases$/],
    ['{"versions": []}', /^versions must have at least one release$/],
    ['{"versions": "1.39.7"}', /^versions must be a list of releases$/],
    ['{"versions": ["1.39.7"], "withdrawn": "1.38.5"}', /^withdrawn must be a list$/],
  ] as const) {
    it(`is refused as ${JSON.stringify(text)}`, () => {
      const reading = read(text);
      expect(reading.kind === "problems" && reading.problems).to.have.lengthOf(1);
      expect(reading.kind === "problems" && reading.problems[0]).to.match(problem);
    });
  }
});

describe("a release bucket's listing", () => {
  it("is a catalog of the releases whose root template is there", () => {
    const keys = [
      "v1.39.7/panther.yml",
      "v1.9.0/panther.yml",
      "v1.39.7/proxy_panther.yml",
      "v1.38.5/tools/linux-amd64.zip",
      "v1.38.0-beta/panther.yml",
      "v01.38.0/panther.yml",
      "mirror/v1.37.11/panther.yml",
      "vpanther.yml",
      "v1.36.0/panther.yml.part",
      "0a4d55a8d778e5022fab701977c5d840bbc486d0",
    ];
    expect(catalogOfListing("releases", keys)).to.deep.equal({
      source: "s3://releases",
      releases: ["1.9.0", "1.39.7"],
      withdrawn: withdrawnReleases,
    });
  });
});
