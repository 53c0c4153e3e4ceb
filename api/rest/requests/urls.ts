import * as z from 'zod';

/** An absolute URL of one of these protocols, without credentials in it: they would end up in plain sight. */
export function serverUrl(...protocols: ('http:' | 'https:')[]): z.ZodType<string, string> {
  const example = `${protocols.at(-1) ?? 'https:'}//server.example`;
  return z.string().refine((text) => {
    const url = URL.parse(text);
    return url !== null && protocols.some((each) => each === url.protocol) && !carriesSecret(url);
  }, `give an absolute URL like ${example}, without user name or password in it`);
}

function carriesSecret({ username, password }: URL): boolean {
  return username !== '' || password !== '';
}
