/**
 * Whether CloudFormation refuses to delete a stack because it is protected from deletion; a nested one is when its root stack
 * is. Source: CloudFormation User Guide, "Protect CloudFormation stacks from being deleted".
 */
export function isProtected(error: unknown): error is Error {
  return error instanceof Error && error.name === "ValidationError" && /TerminationProtection/.test(error.message);
}

/** What is said of an empty nested stack that stays, since lifting the protection for it would be worse. */
export function staysProtected(name: string, rootStackName: string): string {
  return `The nested stack ${name} is empty, left by a change set, and CloudFormation does not delete it while ${rootStackName} is protected from deletion (termination protection). It holds nothing and is in nobody's way. To remove it, lift the protection, run panther recover, and protect it again.`;
}
