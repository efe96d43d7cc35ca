import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { programConfiguration } from "../../components/programConfiguration.ts";
import { type HopSettings, hopVariable, writeHop } from "../../model/environment/hop.ts";
import { parseVersion } from "../../model/release/version.ts";
import { mockPulumi, resolved } from "../support/mocks.ts";

const good = {
  version: "v1.39.7",
  region: "us-east-1",
  expectedAccountId: "012345678901",
  rootStackName: "panther-prod",
  parameters: '{"FirstUserEmail":"a@example.com","OnboardSelf":true,"CloudSecurityMemory":512}',
};
const secretParameters = '{"DatadogAPIKey":"hunter2","SentryDSN":"hunter3"}';
const required = ["FirstUserEmail", "PulumiSecretArn", "PulumiSecretKeyArn"];

describe("the program's configuration", () => {
  beforeEach(() => mockPulumi());
  afterEach(() => pulumi.runtime.setAllConfig({}));

  it("is the environment, of a plain up to the release that it wants, with all of its parameters", () => {
    const { environment, ...rest } = configuration({ ...good, firstDeployParameters: '["OnboardSelf"]' });
    expect(environment).to.deep.include({ name: "prod", version: "1.39.7", expectedAccountId: "012345678901" });
    expect(rest).to.deep.equal({
      release: "1.39.7",
      parameters: { FirstUserEmail: "a@example.com", OnboardSelf: "true", CloudSecurityMemory: "512" },
      firstDeployParameters: [...required, "OnboardSelf"],
      checkedAgainstTemplate: false,
    });
  });

  it("has secrets one by one, and the environment only their names", async () => {
    const { environment, parameters } = configuration({ ...good, secretParameters }, { secrets: ["secretParameters"] });
    expect(environment.secretParameterNames).to.deep.equal(["DatadogAPIKey", "SentryDSN"]);
    expect(JSON.stringify(environment)).to.not.include("hunter");
    const { DatadogAPIKey, SentryDSN } = parameters;
    for (const secret of [DatadogAPIKey, SentryDSN]) {
      expect(await pulumi.isSecret(pulumi.output(secret))).to.equal(true);
    }
    expect(await resolved(pulumi.output([DatadogAPIKey, SentryDSN]))).to.deep.equal(["hunter2", "hunter3"]);
    expect(parameters.FirstUserEmail).to.equal("a@example.com");
  });

  it("leaves other namespaces alone, and refuses keys that it does not know", () => {
    expect(configuration({ ...good }, { others: { "aws:region": "eu-west-1" } }).environment.region).to.equal(
      "us-east-1",
    );
    expect(refusal({ ...good, colour: "red" })).to.include("colour");
  });

  it("is refused with all problems at once, none of them showing a secret", () => {
    const message = refusal(
      { ...good, version: "1.39", region: "Ohio", rootStackName: "prod", secretParameters: '{"no name":"hunter2"}' },
      { secrets: ["secretParameters"] },
    );
    expect(message.split("\n")[0]).to.equal("The configuration of environment prod is not valid:");
    for (const key of ["version", "region", "rootStackName", "secretParameters"]) {
      expect(message).to.include(`panther:${key}`);
    }
    expect(message).to.not.include("hunter2");
  });

  it("is refused where a secret is among the plain parameters, or a plain value among the secrets", () => {
    const parameters = '{"FirstUserEmail":"hunter2"}';
    const amongPlain = refusal({ ...good, parameters }, { secrets: ["parameters"] });
    expect(amongPlain).to.include("panther:parameters").and.not.include("hunter2");
    expect(refusal({ ...good, secretParameters }))
      .to.include("panther:secretParameters")
      .and.not.include("hunter");
  });

  it("is refused where secrets are a list, which has no names", () => {
    const message = refusal({ ...good, secretParameters: '["hunter2"]' }, { secrets: ["secretParameters"] });
    expect(message).to.include("panther:secretParameters").and.not.include("hunter2");
  });

  it("takes what only looks like JSON for text", () => {
    expect(refusal({ ...good, parameters: "{FirstUserEmail" })).to.include("panther:parameters");
    expect(
      configuration({ ...good, version: "1.39.7", rootStackName: "panther-1" }).environment.rootStackName,
    ).to.equal("panther-1");
  });
});

describe("a hop of the driver", () => {
  beforeEach(() => mockPulumi());
  afterEach(() => pulumi.runtime.setAllConfig({}));
  const configure = (hop: Partial<HopSettings>, values: Readonly<Record<string, string>> = good) =>
    configuration(values, {
      secrets: ["secretParameters"],
      variables: {
        [hopVariable]: writeHop({ release: parseVersion("1.37.11"), phase: "whole", parameters: [], ...hop }),
      },
    });

  it("has a release of its own, and of the environment's parameters those that it names, secrets among them", () => {
    const names = ["FirstUserEmail", "DatadogAPIKey", "NotInTheFile"];
    const { environment, parameters, ...rest } = configure({ parameters: names }, { ...good, secretParameters });
    expect(environment.version).to.equal("1.39.7");
    expect(Object.keys(parameters)).to.deep.equal(["FirstUserEmail", "DatadogAPIKey"]);
    expect(rest).to.deep.equal({ release: "1.37.11", firstDeployParameters: names, checkedAgainstTemplate: true });
  });

  it("begins a first deploy without monitoring the own account, unless it names OnboardSelf", () => {
    const first = (parameters: readonly string[]) => configure({ phase: "first", parameters }).parameters;
    expect(first(["FirstUserEmail"])).to.deep.equal({ FirstUserEmail: "a@example.com", OnboardSelf: "false" });
    expect(first(["OnboardSelf"])).to.deep.equal({ OnboardSelf: "true" });
  });

  it("leaves OnboardSelf to the template otherwise", () => {
    expect(configure({ parameters: ["FirstUserEmail"] }).parameters).to.deep.equal({ FirstUserEmail: "a@example.com" });
  });
});

interface Circumstances {
  /** Keys with secrets in them, as the language host names them. */
  readonly secrets?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
  /** Further configuration, with its namespaces. */
  readonly others?: Readonly<Record<string, string>>;
}

/** Of project `project`, as the recorder over mocks has it. */
function configuration(
  values: Readonly<Record<string, string>>,
  { secrets = [], variables = {}, others = {} }: Circumstances = {},
) {
  const keys = secrets.map((key) => `project:${key}`);
  const own = Object.entries(values).map(([key, value]) => [`project:${key}`, value]);
  pulumi.runtime.setAllConfig({ ...others, ...Object.fromEntries(own) }, keys);
  return programConfiguration("prod", { PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(keys), ...variables });
}

function refusal(values: Readonly<Record<string, string>>, circumstances?: Circumstances): string {
  try {
    configuration(values, circumstances);
  } catch (error) {
    expect(error).to.be.instanceOf(pulumi.RunError);
    return (error as Error).message;
  }
  throw new Error("The configuration was to be refused.");
}
