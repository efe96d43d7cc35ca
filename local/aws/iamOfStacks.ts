// A stack without a service role is made with the permissions of whoever asks for it, resource by resource.
import { ResourceError } from "../cloudformation/errors.ts";
import type { ResourceProvider, ResourceRequest, Scope } from "../cloudformation/types.ts";
import type { Caller, Iam } from "./iam.ts";

type Operation = "create" | "update" | "delete";

/** Who asked for the operation under way in a stack that has no service role. */
export class StackCallers {
  readonly #callers = new Map<string, Caller>();
  readonly #withRole = new Set<string>();

  /** From the form of a call that begins an operation. */
  note(caller: Caller, scope: Scope, form: URLSearchParams): void {
    if (
      !/^(Create|Update|Delete)Stack$|^(ExecuteChangeSet|ContinueUpdateRollback|RollbackStack)$/.test(
        form.get("Action") ?? "",
      )
    )
      return;
    const given = form.get("StackName") ?? "";
    const key = keyOf(scope, given.startsWith("arn:") ? (given.split("/")[1] ?? "") : given);
    // A service role stays for all later operations: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html
    if (form.get("RoleARN")) this.#withRole.add(key);
    if (!this.#withRole.has(key)) this.#callers.set(key, caller);
  }

  of({ scope, stackName }: ResourceRequest): Caller | undefined {
    return this.#callers.get(keyOf(scope, stackName));
  }
}

const keyOf = ({ accountId, region }: Scope, stackName: string) => `${accountId} ${region} ${stackName}`;

/** Refuses a resource that the stack's caller may not make, in the words of CloudFormation. */
export function withCallersPermissions(provider: ResourceProvider, iam: Iam, callers: StackCallers): ResourceProvider {
  const checked = async (operation: Operation, request: ResourceRequest) => {
    const caller = callers.of(request);
    if (!caller || !iam.concerns(caller)) return;
    const denied = await iam.firstDenied(caller, permissionsFor(operation, request));
    if (!denied) return;
    const { principal, action, resource } = denied;
    throw new ResourceError(
      `User: ${principal} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action (Service: Iam, Status Code: 403) (HandlerErrorCode: AccessDenied)`,
    );
  };
  return {
    supports: (type, partition) => provider.supports?.(type, partition) ?? true,
    create: async (request) => {
      await checked("create", request);
      return provider.create(request);
    },
    update: async (request) => {
      await checked("update", request);
      return provider.update(request);
    },
    delete: async (request) => {
      await checked("delete", request);
      return provider.delete(request);
    },
    read: async (request) => provider.read?.(request),
  };
}

/**
 * What a resource's handler calls, for the types that Panther's stacks without a service role hold. Source: `handlers` in
 * the schemas of AWS::IAM::Role and AWS::IAM::ManagedPolicy (`aws cloudformation describe-type --type RESOURCE --type-name …`);
 * what the latter's attach to a role is left out: the role's own template names it.
 */
function permissionsFor(operation: Operation, { type, properties, scope, ...rest }: ResourceRequest) {
  const kind = kinds[type];
  if (!kind) return [];
  // A policy's physical ID is its ARN.
  const physicalId = "physicalId" in rest ? String(rest.physicalId).split("/").at(-1) : undefined;
  const name = physicalId ?? String(properties[kind.nameProperty] ?? `${rest.stackName}-${rest.logicalId}-*`);
  const resource = `arn:${scope.partition}:iam::${scope.accountId}:${kind.path}/${name}`;
  return kind.actions[operation].map((action) => ({ action: `iam:${action}`, resource }));
}

interface Kind {
  readonly nameProperty: string;
  readonly path: string;
  readonly actions: Readonly<Record<Operation, readonly string[]>>;
}

const kinds: Readonly<Record<string, Kind>> = {
  "AWS::IAM::Role": {
    nameProperty: "RoleName",
    path: "role",
    actions: {
      create: ["CreateRole", "PutRolePolicy", "AttachRolePolicy", "GetRolePolicy", "TagRole", "UntagRole", "GetRole"],
      update: [
        "UpdateRole",
        "UpdateRoleDescription",
        "UpdateAssumeRolePolicy",
        "DetachRolePolicy",
        "AttachRolePolicy",
        "DeleteRolePermissionsBoundary",
        "PutRolePermissionsBoundary",
        "DeleteRolePolicy",
        "PutRolePolicy",
        "TagRole",
        "UntagRole",
      ],
      delete: [
        "DeleteRole",
        "DetachRolePolicy",
        "DeleteRolePolicy",
        "GetRole",
        "ListAttachedRolePolicies",
        "ListRolePolicies",
      ],
    },
  },
  "AWS::IAM::ManagedPolicy": {
    nameProperty: "ManagedPolicyName",
    path: "policy",
    actions: {
      create: ["CreatePolicy", "GetPolicy", "GetPolicyVersion", "ListEntitiesForPolicy"],
      update: ["GetPolicy", "ListPolicyVersions", "CreatePolicyVersion", "DeletePolicyVersion"],
      delete: ["GetPolicy", "ListPolicyVersions", "DeletePolicyVersion", "DeletePolicy", "ListEntitiesForPolicy"],
    },
  },
};
