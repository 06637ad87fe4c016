/** The files of a recipe: settings, browser rules and what locks a desktop down. */
import { FileSearch } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { bytes, matches } from '@/kernel/text'
import { Empty } from '@/kit/empty'
import { SearchField } from '@/kit/field'
import list from '@/kit/listing.module.css'
import s from './recipe.module.css'
import type { RecipeFile } from './state'
import { words } from './words'

type Findable = Pick<RecipeFile, 'path' | 'text'>

/** As a version was built. */
export function Files({ files }: { readonly files: readonly RecipeFile[] }) {
  const [query, ask] = useState('')
  return (
    <FileList files={files} query={query} onAsk={ask}>
      {({ path, size_bytes, text }) => (
        <details>
          <summary>
            <code>{path}</code> <span className={list.quiet}>{bytes(size_bytes)}</span>
          </summary>
          <Plain text={text} />
        </details>
      )}
    </FileList>
  )
}

interface FileListProps<F extends Findable> {
  readonly files: readonly F[]
  readonly query: string
  readonly onAsk: (query: string) => void
  readonly children: (file: F) => ReactNode
}

/** Found by their path or by what they say; `children` shows one. */
export function FileList<F extends Findable>({ files, query, onAsk, children }: FileListProps<F>) {
  const t = useWords(words)
  const shown = found(files, query)
  return (
    <div className={list.stack}>
      <SearchField label={t('find')} value={query} onChange={onAsk} />
      <p className={list.quiet} role="status">
        {t('found', { found: shown.length, all: files.length })}
      </p>
      {shown.length === 0 ? (
        <Empty icon={FileSearch} title={t('nothing')} />
      ) : (
        <ul className={s.files}>
          {shown.map(file => (
            <li key={file.path}>{children(file)}</li>
          ))}
        </ul>
      )}
    </div>
  )
}

export function Plain({ text }: { readonly text: string | null }) {
  const t = useWords(words)
  if (text === null) return <p className={list.quiet}>{t('noText')}</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keys
    <pre className={s.text} tabIndex={0}>
      {text}
    </pre>
  )
}

function found<F extends Findable>(files: readonly F[], query: string): readonly F[] {
  return files.filter(
    ({ path, text }) => !query || matches(path, query) || (text?.includes(query) ?? false),
  )
}
