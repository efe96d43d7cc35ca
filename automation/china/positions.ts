/** What asks for the next page of API Gateway's listings, which name it otherwise than all other services. */
export interface Position {
  readonly position?: string;
}

/** The pages of a listing of API Gateway. */
export async function* positions<Page extends { readonly position?: string | undefined }>(
  read: (position: Position) => Promise<Page>,
): AsyncGenerator<Page, void, undefined> {
  let position: string | undefined;
  do {
    const page = await read(position ? { position } : {});
    yield page;
    position = page.position;
  } while (position);
}
