import { isRecord } from "./template.ts";

type Resources = Record<string, Record<string, unknown>>;

const sourceOfMapping: Readonly<Record<string, { readonly arn: string; readonly drop: readonly string[] }>> = {
  SQS: { arn: "Queue", drop: ["Queue"] },
  DynamoDB: { arn: "Stream", drop: ["Stream"] },
  Kinesis: { arn: "Stream", drop: ["Stream"] },
};

/** The resources behind one entry of a serverless function's Events. Kinds that this engine doesn't know make none. */
export function serverlessEvent(functionId: string, name: string, event: Record<string, unknown>): Resources {
  const properties = isRecord(event.Properties) ? event.Properties : {};
  const id = `${functionId}${name}`;
  const mapping = sourceOfMapping[String(event.Type)];
  if (mapping) {
    const rest = Object.entries(properties).filter(([key]) => !mapping.drop.includes(key));
    return {
      [id]: {
        Type: "AWS::Lambda::EventSourceMapping",
        Properties: {
          ...Object.fromEntries(rest),
          EventSourceArn: properties[mapping.arn],
          FunctionName: { Ref: functionId },
        },
      },
    };
  }
  switch (event.Type) {
    case "Schedule":
      return rule(id, functionId, { ScheduleExpression: properties.Schedule }, properties);
    case "CloudWatchEvent":
    case "EventBridgeRule":
      return rule(id, functionId, { EventPattern: properties.Pattern }, properties);
    case "SNS":
      return subscription(id, functionId, properties);
    default:
      return {};
  }
}

function rule(
  id: string,
  functionId: string,
  trigger: Record<string, unknown>,
  { Name, Description, Enabled, State, EventBusName, Input }: Record<string, unknown>,
): Resources {
  const state = State ?? (Enabled === undefined ? undefined : enabledState(Enabled));
  return {
    [id]: {
      Type: "AWS::Events::Rule",
      Properties: {
        ...trigger,
        ...present({ Name, Description, State: state, EventBusName }),
        Targets: [{ Arn: { "Fn::GetAtt": [functionId, "Arn"] }, Id: `${id}LambdaTarget`, ...present({ Input }) }],
      },
    },
    [`${id}Permission`]: permission(functionId, "events.amazonaws.com", { "Fn::GetAtt": [id, "Arn"] }),
  };
}

function enabledState(enabled: unknown): string {
  return String(enabled) === "false" ? "DISABLED" : "ENABLED";
}

function subscription(
  id: string,
  functionId: string,
  { Topic, Region, FilterPolicy }: Record<string, unknown>,
): Resources {
  return {
    [id]: {
      Type: "AWS::SNS::Subscription",
      Properties: {
        Endpoint: { "Fn::GetAtt": [functionId, "Arn"] },
        Protocol: "lambda",
        TopicArn: Topic,
        ...present({ Region, FilterPolicy }),
      },
    },
    [`${id}Permission`]: permission(functionId, "sns.amazonaws.com", Topic),
  };
}

function permission(functionId: string, principal: string, sourceArn: unknown): Record<string, unknown> {
  return {
    Type: "AWS::Lambda::Permission",
    Properties: {
      Action: "lambda:InvokeFunction",
      FunctionName: { Ref: functionId },
      Principal: principal,
      SourceArn: sourceArn,
    },
  };
}

function present(members: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
