import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { StackEvent } from "../model/diagnosis/stackEvent.ts";

/** CloudFormation with the same update in whatever account. */
export interface StackServer {
  readonly endpoint: string;
  readonly callCount: () => number;
  /** In each account. */
  readonly eventCount: number;
  stop(): Promise<void>;
}

export const rootStack = "panther";
const region = "us-east-1";
const nestedStacks = 9;
const resources = 12;
/** From the beginning, in seconds. */
const operationEnd = 75;

/** @param begins When the updates begin, in milliseconds since 1970. */
export async function startStackServer(begins: number): Promise<StackServer> {
  let calls = 0;
  const histories = historiesFrom(begins);
  const server = createServer(async (request, response) => {
    calls += 1;
    const form = new URLSearchParams(await bodyOf(request));
    const action = form.get("Action") ?? "";
    const StackName = form.get("StackName") ?? "";
    const isThere = ({ Timestamp }: StackEvent) => (Timestamp?.getTime() ?? 0) <= Date.now();
    const events = (histories.get(StackName) ?? histories.get(arnOf(StackName)) ?? []).filter(isThere).reverse();
    if (events.length === 0) {
      response.statusCode = 400;
      response.end(errorXml(`Stack [${StackName}] does not exist`));
      return;
    }
    const result = action === "GetTemplate" ? "<TemplateBody>Resources: {}</TemplateBody>" : eventsXml(events);
    response.end(`<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    callCount: () => calls,
    eventCount: [...histories.values()].flat().length,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function errorXml(message: string): string {
  return `<ErrorResponse><Error><Code>ValidationError</Code><Message>${message}</Message></Error></ErrorResponse>`;
}

/** All on one page: there are fewer than a hundred. */
function eventsXml(events: readonly StackEvent[]): string {
  const members = events.map((event) => {
    const fields = Object.entries(event).map(([name, value]) => {
      const text = value instanceof Date ? value.toISOString() : String(value);
      return `<${name}>${text}</${name}>`;
    });
    return `<member>${fields.join("")}</member>`;
  });
  return `<StackEvents>${members.join("")}</StackEvents>`;
}

const arnOf = (name: string) => `arn:aws:cloudformation:${region}:123456789012:stack/${name}/1`;

/** An update that brings one nested stack after the other to work, most of them at the same time in the middle. */
function historiesFrom(begins: number): ReadonlyMap<string, readonly StackEvent[]> {
  const events: (readonly [second: number, event: StackEvent])[] = [];
  const say = (second: number, stack: string, logicalId: string, verb: string, nested?: string) => {
    const event = {
      ...{ EventId: `event-${events.length}`, StackId: arnOf(stack), StackName: stack },
      LogicalResourceId: logicalId,
      PhysicalResourceId: nested ? arnOf(nested) : `physical-${stack}-${logicalId}`,
      ResourceType: nested ? "AWS::CloudFormation::Stack" : "AWS::SQS::Queue",
      ResourceStatus: `UPDATE_${verb}`,
      Timestamp: new Date(begins + second * 1000),
    };
    events.push([second, event]);
  };
  say(0, rootStack, rootStack, "IN_PROGRESS", rootStack);
  for (let index = 0; index < nestedStacks; index++) {
    const name = `panther-N${index}`;
    const start = 2 + index * 3;
    const end = start + 40;
    say(start, rootStack, `N${index}`, "IN_PROGRESS", name);
    say(start, name, name, "IN_PROGRESS", name);
    for (let resource = 0; resource < resources; resource++) {
      say(start + 1 + resource * 3, name, `R${resource}`, "IN_PROGRESS");
      say(start + 3 + resource * 3, name, `R${resource}`, "COMPLETE");
    }
    say(end, name, name, "COMPLETE", name);
    say(end, rootStack, `N${index}`, "COMPLETE", name);
  }
  say(operationEnd, rootStack, rootStack, "COMPLETE", rootStack);
  const sorted = events.sort(([one], [other]) => one - other).map(([, event]) => event);
  const byStack = new Map<string, StackEvent[]>();
  for (const event of sorted) byStack.set(event.StackId ?? "", [...(byStack.get(event.StackId ?? "") ?? []), event]);
  return byStack;
}
