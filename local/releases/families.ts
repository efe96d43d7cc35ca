import { functionCode } from "./assets.ts";
import type { Scope } from "./scope.ts";
import {
  arn,
  equals,
  getAtt,
  isSet,
  join,
  not,
  noValue,
  type Resource,
  type Resources,
  ref,
  sub,
  type Value,
  type Values,
  when,
} from "./template.ts";

export interface FunctionSpec {
  /** Logical IDs are `<base>Function` and `<base>LogGroup`. */
  readonly base: string;
  readonly name: string;
  readonly text: string;
  readonly runtime?: "go" | "python";
  readonly memory?: Value;
  readonly timeout?: number;
  /** Parameters that become environment variables of the same name, where the release has them. */
  readonly settings?: readonly string[];
  readonly environment?: Values;
  readonly statements?: readonly Value[];
  /** Logical ID of a queue of the same template that feeds the function. */
  readonly queue?: string;
  readonly batchSize?: Value;
  readonly schedule?: string;
  readonly concurrency?: Value;
}

export const statement = (actions: readonly string[], ...resources: readonly Value[]): Value => ({
  Effect: "Allow",
  Action: actions,
  Resource: resources,
});

export const trust = (service: string): Value => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
});

/** Needed by every template with `functions`. */
export const functionConditions: Values = {
  TracingEnabled: isSet("TracingMode"),
  AttachLayers: not(equals(join("", ref("LayerVersionArns")), "")),
};

/** A function and the log group that it writes to, for each that the release has; code that none runs is not published. */
export function functions(scope: Scope, specs: readonly FunctionSpec[]): Resources {
  return Object.assign(
    {},
    ...specs.filter(({ base }) => scope.isPresent(`${base}Function`)).map((spec) => functionWithLog(scope, spec)),
  );
}

function functionWithLog(scope: Scope, spec: FunctionSpec): Resources {
  const python = spec.runtime === "python";
  const id = `${spec.base}Function`;
  const code = functionCode({
    name: spec.name,
    build: scope.build(id),
    handler: python ? "main.handler" : "main",
    ballast: scope.release.ballast,
  });
  const pythonRuntime = scope.has("PythonRuntime") ? ref("PythonRuntime") : "python3.7";
  return {
    [`${spec.base}LogGroup`]: logGroup(`/aws/lambda/${spec.name}`),
    [id]: {
      Type: "AWS::Serverless::Function",
      Properties: {
        FunctionName: spec.name,
        Description: spec.text,
        CodeUri: `s3://${scope.release.bucket}/${scope.release.store(code)}`,
        Handler: python ? "main.handler" : "main",
        Runtime: python ? pythonRuntime : "go1.x",
        MemorySize: spec.memory ?? 256,
        Timeout: (spec.timeout ?? 30) + 30 * scope.revision(id),
        Layers: when("AttachLayers", ref("LayerVersionArns"), python ? [ref("PythonLayerVersionArn")] : noValue),
        Tracing: when("TracingEnabled", ref("TracingMode"), noValue),
        ...(spec.concurrency === undefined ? {} : { ReservedConcurrentExecutions: spec.concurrency }),
        Environment: {
          Variables: { DEBUG: ref("Debug"), ...settings(scope, spec.settings ?? []), ...spec.environment },
        },
        ...events(spec),
        ...(spec.statements ? { Policies: [{ Version: "2012-10-17", Statement: spec.statements }] } : {}),
      },
    },
  };
}

/** `EnableFips` as `ENABLE_FIPS`, for those that the release has. */
export function settings(scope: Scope, names: readonly string[]): Values {
  const known = names.filter((name) => scope.has(name));
  return Object.fromEntries(
    known.map((name) => [shouted(name), scope.isList(name) ? join(",", ref(name)) : ref(name)]),
  );
}

function shouted(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
    .toUpperCase();
}

function events({ queue, batchSize, schedule }: FunctionSpec): Values {
  if (queue) {
    return { Events: { Queue: { Type: "SQS", Properties: { Queue: getAtt(queue), BatchSize: batchSize ?? 10 } } } };
  }
  return schedule ? { Events: { Schedule: { Type: "Schedule", Properties: { Schedule: schedule } } } } : {};
}

export function logGroup(name: Value): Resource {
  return {
    Type: "AWS::Logs::LogGroup",
    Properties: { LogGroupName: name, RetentionInDays: ref("CloudWatchLogRetentionDays") },
  };
}

/** A queue that gives up on a message after ten tries, and the one where it then goes. */
export function queueWithDeadLetters(scope: Scope, base: string, name: string, seconds: number): Resources {
  return {
    [`${base}Queue`]: queue(scope, `${base}Queue`, name, seconds, {
      RedrivePolicy: { deadLetterTargetArn: getAtt(`${base}DLQ`), maxReceiveCount: 10 },
    }),
    [`${base}DLQ`]: queue(scope, `${base}DLQ`, `${name}-dlq`, 60, { MessageRetentionPeriod: 1209600 }),
  };
}

export function queue(scope: Scope, id: string, name: string, seconds: number, rest: Values = {}): Resource {
  const generation = scope.generation(id);
  return {
    Type: "AWS::SQS::Queue",
    Properties: {
      QueueName: generation === 0 ? name : `${name}-${generation + 1}`,
      KmsMasterKeyId: ref("SqsKeyId"),
      VisibilityTimeout: seconds + 30 * scope.revision(id),
      ...rest,
    },
  };
}

export interface TableSpec {
  readonly id: string;
  readonly name: string;
  readonly key: string;
  readonly sort?: string;
  readonly billing?: Value;
  readonly rest?: Values;
  readonly stream?: boolean;
}

export function tables(scope: Scope, specs: readonly TableSpec[]): Resources {
  return Object.fromEntries(specs.map((spec) => [spec.id, table(scope, spec)]));
}

function table(scope: Scope, { id, name, key, sort, billing, rest, stream }: TableSpec): Resource {
  const keys = sort ? [key, sort] : [key];
  const generation = scope.generation(id);
  return {
    Type: "AWS::DynamoDB::Table",
    Properties: {
      TableName: generation === 0 ? name : `${name}-${generation + 1}`,
      AttributeDefinitions: keys.map((attribute) => ({ AttributeName: attribute, AttributeType: "S" })),
      BillingMode: billing ?? "PAY_PER_REQUEST",
      KeySchema: keys.map((attribute, index) => ({
        AttributeName: attribute,
        KeyType: index === 0 ? "HASH" : "RANGE",
      })),
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: scope.revision(id) % 2 === 0 },
      SSESpecification: { SSEEnabled: true },
      ...rest,
      ...(stream ? { StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" } } : {}),
    },
  };
}

/** A resource that `panther-cfn-custom-resources` handles: by its name, since it stands in another template. */
export function custom(
  scope: Scope,
  id: string,
  type: string,
  properties: Values = {},
  rest: Partial<Resource> = {},
): Resources {
  const revision = scope.revision(id);
  return {
    [id]: {
      Type: `Custom::${type}`,
      ...rest,
      Properties: {
        ServiceToken: arn(`lambda:\${AWS::Region}:\${AWS::AccountId}:function:panther-cfn-custom-resources`),
        CustomResourceVersion: ref("CustomResourceVersion"),
        ...(revision === 0 ? {} : { Revision: revision }),
        ...properties,
      },
    },
  };
}

/** An alarm on the errors of a function, sent to the topic of all alarms. */
export function errorAlarm(scope: Scope, id: string, functionName: string): Resources {
  return {
    [id]: {
      Type: "AWS::CloudWatch::Alarm",
      Properties: {
        AlarmDescription: sub(`${functionName} reports errors in \${AWS::Region}`),
        AlarmActions: [ref("AlarmTopicArn")],
        Namespace: "AWS/Lambda",
        MetricName: "Errors",
        Dimensions: [{ Name: "FunctionName", Value: functionName }],
        Statistic: "Sum",
        Period: 300,
        EvaluationPeriods: 1,
        Threshold: 1 + scope.revision(id),
        ComparisonOperator: "GreaterThanOrEqualToThreshold",
      },
    },
  };
}
