import { Provider } from "@pulumi/aws/provider.js";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { secretHasValue, stackStands } from "../../../components/china/standing.ts";
import { mockPulumi } from "../../support/mocks.ts";

type Answer = () => Readonly<Record<string, unknown>>;

/** As the engine answers: the SDK reads the details of a gRPC error. */
const failing = (details: string) => () => {
  throw Object.assign(new Error(details), { details });
};

describe("whether a stack stands", () => {
  const stands = async (answer: Answer) => {
    await mockPulumi({ calls: { "aws:cloudformation/getStack:getStack": answer } });
    return stackStands("panther-web", new Provider("aws", {}));
  };

  it("is what CloudFormation says, in whatever state it is", async () => {
    expect(await stands(() => ({ name: "panther-web" }))).to.equal(true);
    expect(await stands(failing("no matching CloudFormation Stack found"))).to.equal(false);
    expect(await stands(failing("ValidationError: Stack with id panther-web does not exist"))).to.equal(false);
  });

  it("is not guessed where nobody may look: a stack that is taken for absent would be deleted", async () => {
    expect(await refusal(() => stands(failing("AccessDenied: not authorized")))).to.include("stack panther-web");
  });
});

describe("whether a secret has a value", () => {
  const hasValue = async (answer: Answer) => {
    await mockPulumi({ calls: { "aws:secretsmanager/getSecretVersions:getSecretVersions": answer } });
    return secretHasValue("panther/china", new Provider("aws", {}));
  };
  const staged = (...stages: readonly string[]) => ({
    versions: stages.map((stage) => ({ versionId: stage, versionStages: [stage] })),
  });

  it("is told by a current version, and by no other", async () => {
    expect(await hasValue(() => staged("AWSPREVIOUS", "AWSCURRENT"))).to.equal(true);
    expect(await hasValue(() => staged("AWSPENDING", "AWSPREVIOUS"))).to.equal(false);
    // As the plugin answers for a secret that has none.
    expect(await hasValue(() => ({}))).to.equal(false);
    expect(await hasValue(failing("api error ResourceNotFoundException: can't find it"))).to.equal(false);
  });

  it("is not guessed where nobody may look", async () => {
    const denied = () => hasValue(failing("api error AccessDeniedException: not authorized"));
    expect(await refusal(denied))
      .to.include("secret panther/china")
      .and.include("AccessDeniedException");
  });
});

async function refusal(run: () => Promise<unknown>): Promise<string> {
  const error = await run().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).to.be.instanceOf(pulumi.RunError);
  return (error as Error).message;
}
