import { partitionOf } from "../../model/release/partition.ts";
import type { Scope } from "../cloudformation/types.ts";

/** The account of Panther, the vendor: it owns the buckets that releases are published in. */
export const vendorAccount = "349240696275";

/** The account that commands use when nothing else is said. */
export const defaultAccount = "111111111111";

/**
 * Accounts in China's partition are told by their first digits, like telephone numbers: no account is in two partitions, and
 * an access key of one is unknown in the others.
 */
const chinaPrefix = "86";

/** The account in China that commands use when nothing else is said. */
export const defaultChinaAccount = `${chinaPrefix}1111111111`;

export function isChinaAccount(accountId: string): boolean {
  return accountId.startsWith(chinaPrefix);
}

export function scopeOf(accountId: string, region: string): Scope {
  return { accountId, region, partition: partitionOf(region).name };
}

export function isAccountId(text: string): boolean {
  return /^\d{12}$/.test(text);
}
