/** Who calls, as STS names them. */
export type Caller =
  | { readonly kind: "root" }
  | { readonly kind: "user"; readonly name: string }
  /** `role` without its path, which STS leaves out. */
  | { readonly kind: "role-session"; readonly role: string; readonly session: string }
  | { readonly kind: "federated-user"; readonly name: string }
  | { readonly kind: "other" };

/** Reads the ARN that sts:GetCallerIdentity answers. */
export function callerOf(arn: string): Caller {
  const [, , , , , ...rest] = arn.split(":");
  const [kind, ...names] = rest.join(":").split("/");
  if (kind === "root") return { kind: "root" };
  if (kind === "user") return { kind: "user", name: arn.split("/").at(-1) as string };
  if (kind === "assumed-role") return { kind: "role-session", role: names[0] ?? "", session: names[1] ?? "" };
  return kind === "federated-user" ? { kind: "federated-user", name: names.join("/") } : { kind: "other" };
}

/** The partition in an ARN; blank where it is none. */
export function partitionOfArn(arn: string): string {
  return /^arn:([a-z-]+):/.exec(arn)?.[1] ?? "";
}
