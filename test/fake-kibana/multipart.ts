/** The file of a form, or what is wrong with the form. */
export function fileIn(
  body: string,
  contentType = '',
): { readonly name: string; readonly text: string } | undefined {
  const boundary = /^multipart\/form-data; boundary=(.+)$/.exec(contentType)?.[1]
  if (boundary === undefined) return undefined
  const part = body.split(`--${boundary}`)[1] ?? ''
  const split = part.indexOf('\r\n\r\n')
  const name = /name="file"; filename="([^"]*)"/.exec(part.slice(0, split))?.[1]
  if (name === undefined) return undefined
  return { name, text: part.slice(split + 4).replace(/\r\n$/, '') }
}
