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
  const found = files.filter(
    ({ path, text }) => !query || matches(path, query) || (text?.includes(query) ?? false),
  )
  return (
    <div className={list.stack}>
      <SearchField label={t('find')} value={query} onChange={ask} />
      <p className={list.quiet} role="status">
        {t('found', { found: found.length, all: files.length })}
      </p>
      {found.length === 0 ? (
        <Empty icon={FileSearch} title={t('nothing')} />
      ) : (
        <ul className={s.files}>
          {found.map(({ path, size_bytes, text }) => (
            <li key={path}>
              <details>
                <summary>
                  <code>{path}</code> <span className={list.quiet}>{bytes(size_bytes)}</span>
                </summary>
                {text === null ? (
                  <p className={list.quiet}>{t('noText')}</p>
                ) : (
                  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keys
                  <pre className={s.text} tabIndex={0}>
                    {text}
                  </pre>
                )}
              </details>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
