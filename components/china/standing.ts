import { getStack } from "@pulumi/aws/cloudformation/getStack.js";
import { getSecretVersions } from "@pulumi/aws/secretsmanager/getSecretVersions.js";
import type * as pulumi from "@pulumi/pulumi";
import { refusal } from "../refusal.ts";

/**
 * Whether CloudFormation has a stack of a name, in whatever state.
 * @throws pulumi.RunError where nobody may look: taking a stack for absent would have it deleted.
 */
export async function stackStands(name: string, provider: pulumi.ProviderResource): Promise<boolean> {
  try {
    await getStack({ name }, { provider });
    return true;
  } catch (error) {
    if (/no matching CloudFormation Stack found|does not exist/.test(messageOf(error))) return false;
    throw refusal(`Whether stack ${name} stands can't be seen, and nothing was changed: ${messageOf(error)}`);
  }
}

/**
 * Whether a secret has a current value, by its versions: the value itself is not asked for.
 * @throws pulumi.RunError where nobody may look.
 */
export async function secretHasValue(secretId: string, provider: pulumi.ProviderResource): Promise<boolean> {
  try {
    const { versions } = await getSecretVersions({ secretId }, { provider });
    // Of a secret without any version the plugin gives no list.
    return (versions ?? []).some(({ versionStages }) => versionStages.includes("AWSCURRENT"));
  } catch (error) {
    if (messageOf(error).includes("ResourceNotFoundException")) return false;
    throw refusal(`Whether secret ${secretId} has a value can't be seen, and nothing was changed: ${messageOf(error)}`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
