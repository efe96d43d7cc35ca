import type { Environment } from "../environment/environment.ts";
import { PantherError } from "../error.ts";
import { partitionOf } from "../release/partition.ts";
import { callerOf } from "./caller.ts";

/** An IAM user or role, by its ARN. */
export interface Principal {
  readonly arn: string;
  readonly partition: string;
  /** 12 digits. */
  readonly accountId: string;
  /** `role/PantherUpgrade`. */
  readonly name: string;
}

const principalArn = /^arn:(aws(?:-cn|-us-gov)?):iam::(\d{12}):((?:role|user)\/[\w+=,.@/-]+)$/;

/** @throws PantherError `principal-wrong` where an ARN is none of a user or a role */
export function principalOf(arn: string): Principal {
  const [, partition, accountId, name] = principalArn.exec(arn) ?? [];
  if (partition !== undefined && accountId !== undefined && name !== undefined)
    return { arn, partition, accountId, name };
  const caller = callerOf(arn);
  throw new PantherError(
    "principal-wrong",
    `"${arn}" is no ARN of a role or a user in IAM.`,
    caller.kind === "role-session"
      ? `It is a session's. Name its role, with the role's path: arn:…:role/${caller.role}`
      : "Give it as IAM shows it, for example arn:aws:iam::123456789012:role/PantherUpgrade.",
  );
}

/**
 * Users and roles whose permissions are asked about, at most one for each account.
 * @param sides of an environment: one, or both of a split
 * @throws PantherError `principal-wrong`
 */
export function principalsOf(
  arns: readonly string[],
  sides: readonly Pick<Environment, "expectedAccountId" | "region">[],
): readonly Principal[] {
  const principals = arns.map(principalOf);
  const accounts = sides.map(({ expectedAccountId }) => expectedAccountId);
  for (const { arn, accountId, partition } of principals) {
    const side = sides.find(({ expectedAccountId }) => expectedAccountId === accountId);
    if (side && partitionOf(side.region).name === partition) continue;
    throw new PantherError(
      "principal-wrong",
      side
        ? `${arn} is of another partition than the account: ${partitionOf(side.region).name}.`
        : `${arn} is of an account that the environment has nothing to do with.`,
      `Name a role of account ${accounts.join(" or ")}.`,
    );
  }
  const twice = principals.find(({ accountId }, at) => principals.findIndex((one) => one.accountId === accountId) < at);
  if (twice) {
    throw new PantherError(
      "principal-wrong",
      `Two are named of account ${twice.accountId}.`,
      "Name one of each account; ask about the other by itself.",
    );
  }
  return principals;
}
