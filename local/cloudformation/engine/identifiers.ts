import type { Scope } from "../types.ts";

export type Random = () => number;

const hex = "0123456789abcdef";
const upperAlphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

export function uuid(random: Random): string {
  return [8, 4, 4, 4, 12].map((length) => letters(random, hex, length)).join("-");
}

export function stackArn(scope: Scope, name: string, random: Random): string {
  return `arn:${scope.partition}:cloudformation:${scope.region}:${scope.accountId}:stack/${name}/${uuid(random)}`;
}

export function changeSetArn(scope: Scope, name: string, random: Random): string {
  return `arn:${scope.partition}:cloudformation:${scope.region}:${scope.accountId}:changeSet/${name}/${uuid(random)}`;
}

/** AWS names a nested stack after its parent and its logical ID, and keeps stack names within 128 characters. */
export function nestedStackName(parent: string, logicalId: string, random: Random): string {
  return `${`${parent}-${logicalId}`.slice(0, 115)}-${letters(random, upperAlphanumeric, 12)}`;
}

function letters(random: Random, alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join("");
}
