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

  it("is the environment, of a plain up to the release that it wants, with all of its parameters", async () => {
    const { environment, ...rest } = await configuration({ ...good, firstDeployParameters: '["OnboardSelf"]' });
    expect(environment).to.deep.include({ name: "prod", version: "1.39.7", expectedAccountId: "012345678901" });
    expect(rest).to.deep.equal({
      release: "1.39.7",
      parameters: { FirstUserEmail: "a@example.com", OnboardSelf: "true", CloudSecurityMemory: "512" },
      firstDeployParameters: [...required, "OnboardSelf"],
      checkedAgainstTemplate: false,
    });
  });

  it("has secrets one by one, and the environment only their names", async () => {
    const { environment, parameters } = await configuration(
      { ...good, secretParameters },
      { secrets: ["secretParameters"] },
    );
    expect(environment.secretParameterNames).to.deep.equal(["DatadogAPIKey", "SentryDSN"]);
    expect(JSON.stringify(environment)).to.not.include("hunter");
    const { DatadogAPIKey, SentryDSN } = parameters;
    for (const secret of [DatadogAPIKey, SentryDSN]) {
      expect(await pulumi.isSecret(pulumi.output(secret))).to.equal(true);
    }
    expect(await resolved(pulumi.output([DatadogAPIKey, SentryDSN]))).to.deep.equal(["hunter2", "hunter3"]);
    expect(parameters.FirstUserEmail).to.equal("a@example.com");
  });

  it("leaves other namespaces alone, and refuses keys that it does not know", async () => {
    const { environment } = await configuration({ ...good }, { others: { "aws:region": "eu-west-1" } });
    expect(environment.region).to.equal("us-east-1");
    expect(await refusal({ ...good, colour: "red" })).to.include("colour");
  });

  it("is refused with all problems at once, none of them showing a secret", async () => {
    const message = await refusal(
      { ...good, version: "1.39", region: "Ohio", rootStackName: "prod", secretParameters: '{"no name":"hunter2"}' },
      { secrets: ["secretParameters"] },
    );
    expect(message.split("\n")[0]).to.equal("The configuration of environment prod is not valid:");
    for (const key of ["version", "region", "rootStackName", "secretParameters"]) {
      expect(message).to.include(`panther:${key}`);
    }
    expect(message).to.not.include("hunter2");
  });

  it("is refused where a secret is among the plain parameters, or a plain value among the secrets", async () => {
    const parameters = '{"FirstUserEmail":"hunter2"}';
    const amongPlain = await refusal({ ...good, parameters }, { secrets: ["parameters"] });
    expect(amongPlain).to.include("panther:parameters").and.not.include("hunter2");
    expect(await refusal({ ...good, secretParameters }))
      .to.include("panther:secretParameters")
      .and.not.include("hunter");
  });

  it("is refused where secrets are a list, which has no names", async () => {
    const message = await refusal({ ...good, secretParameters: '["hunter2"]' }, { secrets: ["secretParameters"] });
    expect(message).to.include("panther:secretParameters").and.not.include("hunter2");
  });

  it("is refused by the file's own names, where the program can see it", async () => {
    const file = (config: string) => ({ fileText: `config:\n${config}` });
    const parameters = '{"FirstUserEmail":"a@example.com","CompanyDisplayName":"hunter2"}';
    const secret = { secrets: ["parameters"] };
    const parametersInFile = `  project:parameters:
    FirstUserEmail: a@example.com
    CompanyDisplayName:
      secure: v1:abc
`;
    const one = await refusal({ ...good, parameters }, { ...secret, ...file(parametersInFile) });
    expect(one).to.include("panther:parameters.CompanyDisplayName is a secret").and.not.include("FirstUserEmail");
    const whole = await refusal(
      { ...good, parameters },
      { ...secret, ...file("  project:parameters:\n    secure: x\n") },
    );
    expect(whole).to.include("panther:parameters is a secret").and.not.include("FirstUserEmail");
    const secrets = await refusal(
      { ...good, secretParameters },
      {
        secrets: ["secretParameters"],
        ...file("  project:secretParameters:\n    DatadogAPIKey:\n      secure: x\n    SentryDSN: hunter3\n"),
      },
    );
    expect(secrets)
      .to.include("panther:secretParameters.SentryDSN must be a Pulumi secret")
      .and.not.match(/DatadogAPIKey|hunter/);
    const account = { ...good, expectedAccountId: "123456789012" };
    expect(await refusal(account, file("  project:expectedAccountId: 123456789012\n"))).to.include(
      "write it in quotes",
    );
  });

  it("is what Pulumi says where the file is another one, or none", async () => {
    const fileText = "config:\n  project:expectedAccountId: 123456789012\n  project:secretParameters:\n    Other: x\n";
    for (const text of [fileText, `${fileText}]`]) {
      const given = { secrets: ["secretParameters"], fileText: text };
      const { environment } = await configuration({ ...good, secretParameters }, given);
      expect(environment.secretParameterNames).to.deep.equal(["DatadogAPIKey", "SentryDSN"]);
      expect(environment.expectedAccountId).to.equal("012345678901");
    }
  });

  it("takes what only looks like JSON for text", async () => {
    expect(await refusal({ ...good, parameters: "{FirstUserEmail" })).to.include("panther:parameters");
    const { environment } = await configuration({ ...good, rootStackName: "panther-1" });
    expect(environment.rootStackName).to.equal("panther-1");
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

  it("has a release of its own, and of the environment's parameters those that it names, secrets among them", async () => {
    const names = ["FirstUserEmail", "DatadogAPIKey", "NotInTheFile"];
    const { environment, parameters, ...rest } = await configure({ parameters: names }, { ...good, secretParameters });
    expect(environment.version).to.equal("1.39.7");
    expect(Object.keys(parameters)).to.deep.equal(["FirstUserEmail", "DatadogAPIKey"]);
    expect(rest).to.deep.equal({ release: "1.37.11", firstDeployParameters: names, checkedAgainstTemplate: true });
  });

  it("begins a first deploy without monitoring the own account, unless it names OnboardSelf", async () => {
    const first = async (parameters: readonly string[]) => (await configure({ phase: "first", parameters })).parameters;
    expect(await first(["FirstUserEmail"])).to.deep.equal({ FirstUserEmail: "a@example.com", OnboardSelf: "false" });
    expect(await first(["OnboardSelf"])).to.deep.equal({ OnboardSelf: "true" });
  });

  it("leaves OnboardSelf to the template otherwise", async () => {
    const { parameters } = await configure({ parameters: ["FirstUserEmail"] });
    expect(parameters).to.deep.equal({ FirstUserEmail: "a@example.com" });
  });
});

interface Circumstances {
  /** Keys with secrets in them, as the language host names them. */
  readonly secrets?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
  /** Further configuration, with its namespaces. */
  readonly others?: Readonly<Record<string, string>>;
  readonly fileText?: string;
}

/** Of project `project`, as the recorder over mocks has it. */
function configuration(
  values: Readonly<Record<string, string>>,
  { secrets = [], variables = {}, others = {}, fileText }: Circumstances = {},
) {
  const keys = secrets.map((key) => `project:${key}`);
  const own = Object.entries(values).map(([key, value]) => [`project:${key}`, value]);
  pulumi.runtime.setAllConfig({ ...others, ...Object.fromEntries(own) }, keys);
  const given = { PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(keys), ...variables };
  return programConfiguration("prod", given, fileText);
}

async function refusal(values: Readonly<Record<string, string>>, circumstances?: Circumstances): Promise<string> {
  try {
    await configuration(values, circumstances);
  } catch (error) {
    expect(error).to.be.instanceOf(pulumi.RunError);
    return (error as Error).message;
  }
  throw new Error("The configuration was to be refused.");
}
