import { expect } from "chai";
import type { EmulatorCall } from "../../../local/aws/emulatorClient.ts";
import { customResources } from "../../../local/aws/resources/custom.ts";
import { scopeOf } from "../../../local/aws/scope.ts";
import type { ResourceError } from "../../../local/cloudformation/errors.ts";
import { VirtualClock } from "../../../local/cloudformation/virtualClock.ts";

const token = "arn:aws:lambda:eu-west-1:222222222222:function:panther-cfn-custom-resources";
const resource = {
  scope: scopeOf("111111111111", "us-east-1"),
  type: "Custom::Thing",
  logicalId: "Thing",
  stackName: "stack",
  stackId: "arn:stack",
  properties: { ServiceToken: token, ServiceTimeout: "90", Size: "2" },
  tags: [],
};

interface Event {
  readonly ResponseURL: string;
  readonly [field: string]: unknown;
}

interface Call {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** How long the call goes on after the function's answer. */
  readonly endsAfter?: number;
}

/** @param answers what the function puts to its ResponseURL; undefined: nothing */
function setUp(
  answers: (event: Event) => object | undefined,
  { status = 200, headers = {}, endsAfter = 0 }: Call = {},
) {
  const clock = new VirtualClock();
  const calls: EmulatorCall[] = [];
  const events: Event[] = [];
  const notices: string[] = [];
  let count = 0;
  const custom = customResources({
    clock,
    notice: (text) => notices.push(text),
    endpoint: "http://front",
    uuid: () => `id${++count}`,
    emulator: {
      call: async (call) => {
        const event = JSON.parse(String(call.body)) as Event;
        calls.push(call);
        events.push(event);
        const answer = status === 200 ? answers(event) : undefined;
        const responseToken = event.ResponseURL.slice("http://front/_local/cfn-response/".length);
        if (answer) custom.answer(responseToken, answer);
        if (endsAfter > 0) await clock.sleep(endsAfter);
        return {
          status,
          headers,
          body: Buffer.from(
            JSON.stringify({ __type: "ResourceNotFoundException", message: `Function not found: ${token}` }),
          ),
        };
      },
    },
  });
  return { custom, calls, events, clock, notices };
}

const failing = (promise: Promise<unknown>) =>
  promise.then(
    () => "no failure",
    (error: Error) => error.message,
  );

describe("custom resources", () => {
  it("call the function in its own account and region, and take id and attributes from its answer", async () => {
    const { custom, calls, events } = setUp(() => ({
      Status: "SUCCESS",
      PhysicalResourceId: "thing-1",
      Data: { A: "1" },
    }));
    expect(await custom.create(resource)).to.deep.equal({ physicalId: "thing-1", attributes: { A: "1" } });
    expect(calls[0]?.scope).to.deep.equal(scopeOf("222222222222", "eu-west-1"));
    expect(calls[0]?.path).to.equal(`/2015-03-31/functions/${encodeURIComponent(token)}/invocations`);
    expect(events[0]).to.deep.include({
      RequestType: "Create",
      ResourceType: "Custom::Thing",
      LogicalResourceId: "Thing",
      StackId: "arn:stack",
      ResourceProperties: resource.properties,
    });
  });

  it("keep their id over an update that names none, and tell the function what was", async () => {
    const { custom, events } = setUp(() => ({ Status: "SUCCESS" }));
    const update = { ...resource, physicalId: "thing-1", oldProperties: { Size: "1" }, attributes: {} };
    expect((await custom.update(update)).physicalId).to.equal("thing-1");
    expect(events[0]).to.deep.include({
      RequestType: "Update",
      PhysicalResourceId: "thing-1",
      OldResourceProperties: { Size: "1" },
    });
  });

  it("fail with the function's reason", async () => {
    const { custom } = setUp(() => ({ Status: "FAILED", Reason: "no", PhysicalResourceId: "x" }));
    const reason = "Received response status [FAILED] from custom resource. Message returned: no";
    expect(await failing(custom.create(resource))).to.equal(reason);
    expect(await failing(custom.delete({ ...resource, physicalId: "x" }))).to.equal(reason);
  });

  it("carry an ID when their creation fails: the function's, or a generated one when it names none or is silent", async () => {
    const idOf = (answer: object | undefined) =>
      setUp(() => answer)
        .custom.create(resource)
        .catch((error: ResourceError) => error.physicalId);
    expect(await idOf({ Status: "FAILED", PhysicalResourceId: "x" })).to.equal("x");
    expect(await idOf({ Status: "FAILED" })).to.equal("stack-Thing-ID3");
    expect(await idOf({ Status: "SUCCESS" })).to.equal("stack-Thing-ID3");
    expect(await idOf(undefined)).to.equal("stack-Thing-ID3");
  });

  it("fail after their ServiceTimeout when no answer comes, and ignore one that comes later", async () => {
    const { custom, clock } = setUp(() => undefined);
    const begun = clock.now().getTime();
    expect(await failing(custom.create(resource))).to.match(
      /^CloudFormation did not receive a response .* requestId \[id2\]/,
    );
    expect(clock.now().getTime() - begun).to.equal(90_000);
    expect(custom.answer("id1", { Status: "SUCCESS" })).to.equal(false);
  });

  it("end with their function's call, though not later than ten seconds after its answer", async () => {
    const timeOf = async (endsAfter: number) => {
      const { custom, clock } = setUp(() => ({ Status: "SUCCESS", PhysicalResourceId: "x" }), { endsAfter });
      const begun = clock.now().getTime();
      await custom.create(resource);
      return clock.now().getTime() - begun;
    };
    expect([await timeOf(3_000), await timeOf(60_000)]).to.deep.equal([3_000, 10_000]);
  });

  it("tell at once that their function broke, and wait for the answer all the same", async () => {
    const { custom, notices } = setUp(() => undefined, { headers: { "x-amz-function-error": "Unhandled" } });
    const failed = failing(custom.create(resource));
    await new Promise((resolve) => setImmediate(resolve));
    expect(notices).to.have.lengthOf(1);
    expect(notices[0]).to.match(/^The function of Thing in stack stack broke \(Unhandled\)/);
    expect(await failed).to.match(/did not receive a response/);
  });

  it("fail when there is no function, or no token of one", async () => {
    const { custom } = setUp(() => undefined, { status: 404 });
    expect(await failing(custom.create(resource))).to.contain(
      `Function not found: ${token} (Service: AWSLambda; Status Code: 404`,
    );
    const topic = { ...resource, properties: { ServiceToken: "arn:aws:sns:eu-west-1:1:topic" } };
    expect(await failing(custom.create(topic))).to.match(/^Invalid service token/);
  });
});
