/**
 * Which of our own modules travel together. Left alone, the build makes a file of whatever the same
 * pages import: with a hundred pages nearly each module is one, and each file costs a browser some
 * milliseconds of its processor, from the cache too. Here only a few companies count, what is always
 * fetched together; each module goes with all the companies that import it. So a file holds nothing
 * that one of its companies does not need.
 */

interface Modules {
  getModuleInfo(
    id: string,
  ): { importedIds: readonly string[]; dynamicallyImportedIds: readonly string[] } | null
}

export interface Company {
  readonly name: string
  readonly asked: readonly RegExp[]
  /** False where its parts are asked for at different times: what is its own alone stays apart. */
  readonly isWhole: boolean
}

const COMPANIES: readonly Company[] = [
  { name: 'first', asked: [/\/main\.tsx$/], isWhole: true },
  {
    name: 'frame',
    asked: [/\/todos\.ts$/],
    isWhole: true,
  },
  {
    name: 'beside',
    asked: [/\/attendance\.ts$/, /\/beside\/bar\.tsx$/],
    isWhole: true,
  },
  {
    name: 'home',
    asked: [/\/src\/shell\/home\/page\.tsx$/, /\/home-card\.tsx$/],
    isWhole: true,
  },
  {
    name: 'field',
    asked: [/\/src\/mobile_admin\/pocket\/(app|today\/unplanned|sheet\/page)\.tsx$/],
    isWhole: false,
  },
  {
    name: 'picture',
    asked: [/\/src\/daas_broker\/display\/(view\.tsx|screen\.ts)$/],
    isWhole: false,
  },
]

/**
 * The name of a module's file, null for what the build decides by itself. A module's companies are
 * among those of whatever it imports, so these files import each other in one direction only and none
 * waits for itself. Throws where a company would be empty unseen.
 */
export function ownParts(
  main: string,
  companies = COMPANIES,
): (id: string, modules: Modules) => string | null {
  let partOf: ReadonlyMap<string, string | null> | undefined
  return (id, modules) => {
    partOf ??= divide(main, companies, modules)
    return partOf.get(id) ?? null
  }
}

function divide(
  main: string,
  companies: readonly Company[],
  modules: Modules,
): Map<string, string | null> {
  const own = reached([main], id => {
    const { importedIds = [], dynamicallyImportedIds = [] } = modules.getModuleInfo(id) ?? {}
    return [...importedIds, ...dynamicallyImportedIds]
  })
  const importedBy = new Map<string, Company[]>()
  for (const company of companies) {
    const begin = begins(company, own)
    for (const id of reached(begin, id => modules.getModuleInfo(id)?.importedIds ?? [])) {
      importedBy.set(id, [...(importedBy.get(id) ?? []), company])
    }
  }
  return new Map([...importedBy].map(([id, all]) => [id, partName(all)]))
}

/** What comes with the first page is there for whoever asks later. */
function partName(companies: readonly Company[]): string | null {
  const [one, ...others] = companies
  if (one === undefined || (others.length === 0 && !one.isWhole)) return null
  return one.name === 'first' ? one.name : companies.map(({ name }) => name).join('-')
}

function begins({ name, asked }: Company, own: ReadonlySet<string>): readonly string[] {
  const missing = asked.find(one => ![...own].some(id => one.test(id)))
  if (missing) throw new Error(`${name}: nothing is named ${missing}, see tools/parts.ts`)
  return [...own].filter(id => asked.some(one => one.test(id)))
}

function reached(
  begin: readonly string[],
  next: (id: string) => readonly string[],
): ReadonlySet<string> {
  const found = new Set<string>()
  const walk = (id: string) => {
    if (found.has(id) || id.includes('node_modules')) return
    found.add(id)
    for (const one of next(id)) walk(one)
  }
  for (const id of begin) walk(id)
  return found
}
