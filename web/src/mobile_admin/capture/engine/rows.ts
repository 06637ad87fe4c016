/** Rows of a list in a file, as the server keeps them: its CSV has commas and quotes, and nothing else. */
export type Row = Readonly<Record<string, string>>

export function rowsOf(name: string, text: string): readonly Row[] {
  return /\.geojson$/i.test(name) ? ofGeoJson(text) : ofCsv(text)
}

function ofCsv(text: string): readonly Row[] {
  const [heads = [], ...lines] = linesOf(text)
  return lines.map(cells => Object.fromEntries(heads.map((head, at) => [head, cells[at] ?? ''])))
}

/** RFC 4180: a quoted cell may hold commas, ends of lines, and quotes that are written twice. */
function linesOf(text: string): string[][] {
  const lines: string[][] = []
  let line: string[] = []
  for (const [, quoted, plain = '', end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g,
  )) {
    line.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end === ',') continue
    if (line.length > 1 || line[0] !== '') lines.push(line)
    line = []
  }
  return lines
}

/** As the engine asks Papa Parse; `tools/xforms.ts` hands it over. */
export function parseCsv(text: string, { preview }: { readonly preview?: number }) {
  return { data: linesOf(text).slice(0, preview), errors: [], meta: { delimiter: ',' } }
}

interface Feature {
  readonly id?: string | number
  readonly properties?: Readonly<Record<string, string>> | null
}

function ofGeoJson(text: string): readonly Row[] {
  const { features } = JSON.parse(text) as { features: readonly Feature[] }
  return features.map(({ id, properties }) => ({
    ...(id === undefined ? {} : { id: String(id) }),
    ...properties,
  }))
}
