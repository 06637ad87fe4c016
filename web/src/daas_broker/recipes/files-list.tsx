/** The files of a recipe: settings, browser rules and what locks a desktop down. */
import { FileSearch } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { bytes, matches } from '@/kernel/text'
import { Empty } from '@/kit/empty'
import { SearchField } from '@/kit/field'
import list from '@/kit/listing.module.css'
import s from './recipe.module.css'
import type { RecipeFile } from './state'
import { words } from './words'

export function Files({ files }: { readonly files: readonly RecipeFile[] }) {
  const t = useWords(words)
  const [query, ask] = useState('')
  const shown = found(files, query)
  return (
    <div className={list.stack}>
      <SearchField label={t('find')} value={query} onChange={ask} />
      <p className={list.quiet} role="status">
        {t('found', { found: shown.length, all: files.length })}
      </p>
      {shown.length === 0 ? (
        <Empty icon={FileSearch} title={t('nothing')} />
      ) : (
        <ul className={s.files}>
          {shown.map(({ path, size_bytes, text }) => (
            <li key={path}>
              <details>
                <summary>
                  <code>{path}</code> <span className={list.quiet}>{bytes(size_bytes)}</span>
                </summary>
                <Plain text={text} />
              </details>
            </li>
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

/** By their path or by what they say. */
export function found<F extends Pick<RecipeFile, 'path' | 'text'>>(
  files: readonly F[],
  query: string,
): readonly F[] {
  return files.filter(
    ({ path, text }) => !query || matches(path, query) || (text?.includes(query) ?? false),
  )
}
