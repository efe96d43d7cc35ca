/** What asks for the next page of a listing; empty for the first. */
export interface PageToken {
  readonly NextToken?: string;
}

/** The pages of a listing, each asked for when it is needed and not before. */
export async function* pages<Page extends { readonly NextToken?: string | undefined }>(
  read: (token: PageToken) => Promise<Page>,
): AsyncGenerator<Page, void, undefined> {
  let token: string | undefined;
  do {
    const page = await read(token ? { NextToken: token } : {});
    yield page;
    token = page.NextToken;
  } while (token);
}
