import { expect } from "chai";
import { isOwned, type LeftoverQuestion, leftoverObservations, removal } from "../../../model/preflight/leftovers.ts";
import { otherPanthers, otherStackObservations, type SeenStack } from "../../../model/preflight/otherStacks.ts";

const place = { accountId: "123456789012", region: "us-east-1" };
const type = "AWS::Logs::LogGroup";
const group = (name: string) => ({ type, name });
const question: LeftoverQuestion = {
  things: "log groups",
  expected: [{ ...group("/aws/lambda/panther-api"), resource: "Core/ApiLogGroup" }],
  existing: [],
  owned: [],
  others: [],
  place,
};
const seen = (more: Partial<LeftoverQuestion>) => leftoverObservations({ ...question, ...more });

describe("leftovers", () => {
  it("are none, also where the names are the environment's own", () => {
    expect(seen({}).map(({ verdict }) => verdict)).to.deep.equal(["pass"]);
    const existing = [group("/aws/lambda/panther-api"), group("/aws/lambda/other")];
    const owned = [{ type, id: "/aws/lambda/panther-api" }];
    expect(seen({ existing, owned }).map(({ verdict }) => verdict)).to.deep.equal(["pass"]);
  });

  it("are in the way where the release gives their name, with the command that removes them", () => {
    const [found, ...more] = seen({ existing: [group("/aws/lambda/panther-api")] });
    expect(more).to.deep.equal([]);
    expect(found?.verdict).to.equal("failure");
    expect(found?.evidence).to.deep.equal(["/aws/lambda/panther-api (Core/ApiLogGroup)"]);
    expect(found?.fix).to.include(
      "aws logs delete-log-group --log-group-name '/aws/lambda/panther-api' --region us-east-1\n",
    );
  });

  it("only remain where it does not", () => {
    const existing = [group("/aws/lambda/panther-old"), group("/aws/lambda/other"), { ...group("x"), tagged: true }];
    const [found] = seen({ existing });
    expect(found).to.include({ verdict: "warning" });
    expect(found?.evidence).to.deep.equal(["/aws/lambda/panther-old", "x"]);
  });

  it("are not what the environment's functions and builds write to, unless the release wants to make that itself", () => {
    const owned = [
      { type: "AWS::Lambda::Function", id: "panther-api" },
      { type: "AWS::CodeBuild::Project", id: "panther-pulumi" },
      { type: "AWS::SQS::Queue", id: "panther-queue" },
    ];
    const written = [group("/aws/codebuild/panther-pulumi"), group("/aws/lambda/panther-queue")];
    expect(seen({ existing: written, owned })[0]?.evidence).to.deep.equal(["/aws/lambda/panther-queue"]);
    expect(seen({ existing: [group("/aws/lambda/panther-api")], owned })[0]?.verdict).to.equal("failure");
  });

  it("go with the stack of another Panther that holds them", () => {
    const existing = [group("/aws/lambda/panther-api"), group("/aws/lambda/panther-old")];
    const [found, ...more] = seen({ existing, others: existing.map(({ name }) => ({ type, id: name })) });
    expect(more).to.deep.equal([]);
    expect(found).to.include({ verdict: "failure" });
    expect(found?.fix).to.include("leftover-stacks").and.not.include("aws logs");
  });

  it("are the environment's own by name, ARN or URL, of the same type", () => {
    const own = (id: string, of = type) => isOwned(group("panther-x"), [{ type: of, id }]);
    expect(own("arn:aws:sns:us-east-1:1:panther-x")).to.equal(true);
    expect(own("https://sqs.us-east-1.amazonaws.com/1/panther-x")).to.equal(true);
    expect(own("my-panther-x")).to.equal(false);
    expect(own("panther-x", "AWS::IAM::Role")).to.equal(false);
  });

  it("are removed by a command for each type, in a loop where they are several", () => {
    const lines = removal(
      [
        { type: "AWS::IAM::Role", name: "PantherAuditRole-us-east-1" },
        { type: "AWS::SNS::Topic", name: "panther-a" },
        { type: "AWS::SNS::Topic", name: "panther-b" },
        { type: "AWS::Odd::Thing", name: "panther-c" },
      ],
      place,
    ).split("\n");
    expect(lines[1]).to.equal("aws iam delete-role --role-name 'PantherAuditRole-us-east-1'");
    expect(lines[2]).to.include("list-attached-role-policies --role-name 'PantherAuditRole-us-east-1'");
    expect(lines[3]).to.equal(
      "for name in 'panther-a' 'panther-b'; do aws sns delete-topic --topic-arn arn:aws:sns:us-east-1:123456789012:\"$name\"; done",
    );
    const command = (type: string) => removal([{ type, name: "panther-x" }], place).split("\n")[1];
    expect(command("AWS::S3::Bucket")).to.include("aws s3 rb 's3://panther-x' --force");
    expect(command("AWS::IAM::ManagedPolicy")).to.include("arn:aws:iam::123456789012:policy/'panther-x'");
    expect(lines[4]).to.equal("Remove in the console (AWS::Odd::Thing): panther-c");
    const tables = [1, 2].map((index) => ({ type: "AWS::DynamoDB::Table", name: `panther-${index}` }));
    expect(removal(tables, place)).to.include("--table-name <name> --backup-name");
  });
});

describe("stacks of another Panther", () => {
  const stack = (name: string, more: Partial<SeenStack> = {}): SeenStack => ({
    stackId: `arn:${name}`,
    name,
    status: "CREATE_COMPLETE",
    tags: {},
    ...more,
  });
  const version = { tags: { PantherVersion: "1.39.7" } };
  const own = [
    stack("panther-own"),
    stack("panther-own-Core", { rootId: "arn:panther-own", ...version }),
    stack("role"),
  ];
  const other = [stack("panther-old"), stack("panther-old-Core", { rootId: "arn:panther-old", ...version })];
  const look = (stacks: readonly SeenStack[], standing = false) =>
    otherStackObservations(stacks, ["panther-own", "role"], standing);

  it("are none where all are the environment's own", () => {
    expect(look([...own, stack("vpc")]).map(({ verdict }) => verdict)).to.deep.equal(["pass"]);
    expect(otherPanthers([...own, ...other], ["panther-own"]).map(({ name }) => name)).to.deep.equal(["panther-old"]);
  });

  it("are in the way of a first deploy, and to be known where one stands", () => {
    const [first] = look(other);
    expect(first).to.include({ verdict: "failure" });
    expect(first?.fix).to.include("panther adopt").and.include("delete-stack --stack-name 'panther-old'");
    expect(look([...own, ...other], true).map(({ verdict }) => verdict)).to.deep.equal(["warning"]);
    const mages = { tags: { Application: "Panther", Stack: "panther-bootstrap" } };
    expect(look([stack("panther-bootstrap", mages)])[0]).to.include({ verdict: "failure" });
  });

  it("are told by the tags of what is nested in them, whatever the release sets", () => {
    const tags = [
      { Application: "Panther", Stack: "panther-bootstrap" },
      { Stack: "panther-core" },
      { "panther:app": "panther" },
      { PantherVersion: "1.16.0" },
    ];
    for (const one of tags) {
      const nested = stack("security-Core", { rootId: "arn:security", tags: one });
      expect(otherPanthers([stack("security"), stack("shop"), nested], []).map(({ name }) => name)).to.deep.equal([
        "security",
      ]);
    }
    const shops = stack("shop-Web", { rootId: "arn:shop", tags: { Application: "Shop", Stack: "web" } });
    const untagged = stack("shop-Jobs", { rootId: "arn:shop" });
    expect(otherPanthers([stack("shop"), shops, untagged], [])).to.deep.equal([]);
  });

  it("are not somebody's who gives a stack the name of one of mage's", () => {
    const theirs = [
      stack("panther-web"),
      stack("panther-core", { tags: { Application: "Shop", Stack: "panther-core" } }),
      stack("panther-app", { tags: { Application: "Panther", Stack: "shop" } }),
      stack("panther-bootstrap", {
        rootId: "arn:elsewhere",
        tags: { Application: "Shop", Stack: "panther-bootstrap" },
      }),
    ];
    expect(look(theirs).map(({ verdict }) => verdict)).to.deep.equal(["warning"]);
    expect(look(theirs)[0]?.evidence).to.have.length(3);
    expect(otherPanthers(theirs, [])).to.deep.equal([]);
    const old = stack("panther-glue", { tags: { Application: "Panther", Stack: "panther-glue" } });
    expect(otherPanthers([...theirs, old], []).map(({ name }) => name)).to.deep.equal(["panther-glue"]);
  });

  it("may only look like Panther's", () => {
    const tagged = { tags: { Application: "Panther" } };
    const found = look([
      stack("panther-network"),
      stack("x", tagged),
      stack("y", { tags: { "panther:app": "panther" } }),
    ]);
    expect(found).to.have.length(1);
    expect(found[0]?.evidence).to.have.length(3);
    expect(found[0]).to.include({ verdict: "warning" });
  });
});
