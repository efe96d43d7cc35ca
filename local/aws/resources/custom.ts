import { ResourceError } from "../../cloudformation/errors.ts";
import type { Clock, Provisioned, ResourceProvider, ResourceRequest } from "../../cloudformation/types.ts";
import type { EmulatorClient } from "../emulatorClient.ts";
import { scopeOf } from "../scope.ts";

/** What a custom resource's function answers at its ResponseURL. */
export interface CustomAnswer {
  readonly Status?: string;
  readonly Reason?: string;
  readonly PhysicalResourceId?: string;
  readonly Data?: Readonly<Record<string, unknown>>;
}

export interface CustomResources extends ResourceProvider {
  /** Takes the answer that was put to the ResponseURL of `token`. @returns whether somebody was waiting for it */
  answer(token: string, answer: CustomAnswer): boolean;
}

export interface CustomResourceDependencies {
  readonly emulator: Pick<EmulatorClient, "call">;
  readonly clock: Clock;
  readonly uuid: () => string;
  /** URL of local AWS, where functions put their answers. */
  readonly endpoint: string;
  /** Told what CloudFormation does not tell: that a function broke, so that no answer will come. */
  readonly notice?: (text: string) => void;
}

/** CloudFormation waits an hour unless the resource's ServiceTimeout says otherwise. */
const defaultTimeoutSeconds = 3600;

/** How long a call may go on after its function has answered. */
const callEndSeconds = 10;

/** Custom resources: CloudFormation calls the function of their ServiceToken and waits for its answer. */
export function customResources(deps: CustomResourceDependencies): CustomResources {
  const waiting = new Map<string, (answer: CustomAnswer) => void>();

  // CloudFormation has an ID for a function that was called and named none: the rollback calls it again, with that ID.
  const generatedId = ({ stackName, logicalId }: ResourceRequest) =>
    `${stackName}-${logicalId}-${deps.uuid().replaceAll("-", "").slice(-12).toUpperCase()}`;

  const request = async (
    kind: "Create" | "Update" | "Delete",
    resource: ResourceRequest,
    more: object,
  ): Promise<CustomAnswer> => {
    const [token, requestId] = [deps.uuid(), deps.uuid()];
    const timeout = new AbortController();
    const answered = new Promise<CustomAnswer>((resolve) => waiting.set(token, resolve));
    try {
      const ended = invoke(deps, resource, {
        RequestType: kind,
        ResponseURL: `${deps.endpoint}/_local/cfn-response/${token}`,
        StackId: resource.stackId,
        RequestId: requestId,
        ResourceType: resource.type,
        LogicalResourceId: resource.logicalId,
        ResourceProperties: resource.properties,
        ...more,
      });
      const seconds = Number(resource.properties.ServiceTimeout ?? defaultTimeoutSeconds);
      const late = deps.clock.sleep(seconds * 1000, timeout.signal).then(() => undefined);
      const refused = ended.then(() => new Promise<never>(() => undefined));
      const answer = await Promise.race([answered, late, refused]);
      if (answer) {
        // The emulator writes a function's log when the call ends, and makes the log group for it: with the stack
        // deleted by then, the next deploy would find the name taken.
        await Promise.race([ended, deps.clock.sleep(callEndSeconds * 1000, timeout.signal)]);
        return answer;
      }
      throw new ResourceError(
        `CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [${requestId}]. If you are using the Python cfn-response module, you may need to update your Lambda function code so that CloudFormation can attach the updated version.`,
        generatedId(resource),
      );
    } finally {
      timeout.abort();
      waiting.delete(token);
    }
  };

  const provision = async (
    kind: "Create" | "Update",
    resource: ResourceRequest,
    more: { readonly PhysicalResourceId?: string },
  ): Promise<Provisioned> => {
    const answer = await request(kind, resource, more);
    const physicalId = answer.PhysicalResourceId ?? more.PhysicalResourceId;
    if (answer.Status !== "SUCCESS") throw new ResourceError(failure(answer), physicalId || generatedId(resource));
    if (!physicalId) throw new ResourceError("Invalid PhysicalResourceId", generatedId(resource));
    return { physicalId, attributes: answer.Data ?? {} };
  };

  return {
    create: (resource) => provision("Create", resource, {}),
    update: (resource) => {
      const more = { PhysicalResourceId: resource.physicalId, OldResourceProperties: resource.oldProperties };
      return provision("Update", resource, more);
    },
    delete: async (resource) => {
      const answer = await request("Delete", resource, { PhysicalResourceId: resource.physicalId });
      if (answer.Status !== "SUCCESS") throw new ResourceError(failure(answer));
    },
    answer: (token, answer) => {
      const take = waiting.get(token);
      take?.(answer);
      return take !== undefined;
    },
  };
}

function failure({ Status, Reason }: CustomAnswer): string {
  return `Received response status [${Status ?? ""}] from custom resource. Message returned: ${Reason ?? ""}`;
}

/** Resolves once the function's call has ended, whatever came of it. */
async function invoke(
  { emulator, notice }: CustomResourceDependencies,
  resource: ResourceRequest,
  event: unknown,
): Promise<void> {
  const token = String(resource.properties.ServiceToken ?? "");
  const [, , service, region, accountId] = token.split(":");
  if (service !== "lambda" || !region || !accountId) {
    throw new ResourceError(`Invalid service token. (local AWS calls Lambda functions only, not "${token}")`);
  }
  const answer = await emulator.call({
    scope: scopeOf(accountId, region),
    service: "lambda",
    method: "POST",
    path: `/2015-03-31/functions/${encodeURIComponent(token)}/invocations`,
    headers: { "x-amz-invocation-type": "RequestResponse", "content-type": "application/json" },
    body: JSON.stringify(event),
  });
  if (answer.status === 200) {
    const broke = answer.headers["x-amz-function-error"];
    if (broke !== undefined) {
      notice?.(
        `The function of ${resource.logicalId} in stack ${resource.stackName} broke (${String(broke)}): CloudFormation waits for its answer until the time is over. ${answer.body.toString()}`,
      );
    }
    return;
  }
  const { message = answer.body.toString(), __type: code = "" } = JSON.parse(answer.body.toString()) as Record<
    string,
    string
  >;
  throw new ResourceError(
    `${message} (Service: AWSLambda; Status Code: ${answer.status}; Error Code: ${code}; Proxy: null)`,
  );
}
