import { expect } from "chai";
import { releaseObjects, releaseVersions, roleObjects } from "../../../../local/releases/releases.ts";
import { transformRelease } from "../../../../model/release/china/transform.ts";
import { section } from "../../../../model/release/template.ts";
import { parseTemplate } from "../../../../model/release/templateText.ts";
import { danglingIn } from "./dangling.ts";
import { china, type Done, nestedOf, published } from "./support.ts";

const utf8 = new TextDecoder();

/** A generated release as it is published. */
function publishedRelease(version: string) {
  const objects = releaseObjects(version, "us-west-1");
  const templates = objects.filter(({ contentType }) => contentType === "text/yaml");
  return {
    root: `v${version}/panther.yml`,
    keys: new Set(objects.map(({ key }) => key)),
    templates: new Map(templates.map(({ key, body }) => [key, utf8.decode(body)])),
  };
}

function transformed(templates: ReadonlyMap<string, string>, root: string): Done {
  const result = transformRelease({ templates, root, source: { buckets: [published] }, target: china });
  if (result.kind === "transformed") return result;
  throw new Error(JSON.stringify(result.problems));
}

const typesIn = (texts: Iterable<string>): readonly string[] =>
  Array.from(texts, (text) => Object.values(section(parseTemplate(text), "Resources")))
    .flat()
    .map((resource) => String((resource as { readonly Type: unknown }).Type));

const goneResources = [
  ...["Appsync", "Web"],
  ...["UserPool", "GraphQLApi", "AppsyncServiceRole", "AppsyncLogGroup"],
  ...["UserPoolMfa", "AppClient", "PantherAthenaDDBConnector", "PantherAnthenaDDBDataSource"],
  ...["CustomMessageTriggerInvokePermission"],
];

describe("every generated release", () => {
  for (const version of releaseVersions) {
    it(`of ${version} is transformed, whole and once and for all`, () => {
      const { root, keys, templates } = publishedRelease(version);
      const result = transformed(templates, root);
      expect(danglingIn(result.templates)).to.deep.equal([]);
      expect(result.templates.size).to.equal(11);
      for (const { key } of result.assets) expect(keys).to.include(key);
      const types = typesIn(result.templates.values());
      expect(types.filter((type) => /Cognito|AppSync|PantherUser|Serverless::Application/.test(type))).to.deep.equal(
        [],
      );
      const gone = result.removed.flatMap(({ place }) => /^Resources\.(\w+)$/.exec(place)?.[1] ?? []);
      expect(gone).to.have.members(goneResources);
      const again = transformed(result.templates, root);
      expect([...again.templates]).to.deep.equal([...result.templates]);
    });
  }

  it("loses what only the web app used, and keeps the mail address", () => {
    const { root, templates } = publishedRelease("1.39.7");
    const result = transformed(templates, root);
    const parameters = (text: string | undefined) => Object.keys(section(parseTemplate(text ?? ""), "Parameters"));
    const kept = parameters(nestedOf(result, root));
    expect(parameters(templates.get(root)).filter((name) => !kept.includes(name))).to.deep.equal([
      "FirstUserGivenName",
      "FirstUserFamilyName",
      "CertificateArn",
      "InitialAnalysisPackUrls",
      "EnableReports",
      "EnableNewNavigation",
      "SegmentEnvironment",
    ]);
    expect(kept).to.include("FirstUserEmail");
  });

  it("has a template of the deployment role that only loses what belongs to accounts of the other partition", () => {
    for (const { key, body } of roleObjects()) {
      const text = utf8.decode(body);
      const expected = text.replaceAll(/^ *- !Sub arn:aws:\S+:464622532012:\S+\n/gm, "");
      expect([...transformed(new Map([[key, text]]), key).templates], key).to.deep.equal([[key, expected]]);
    }
  });
});
