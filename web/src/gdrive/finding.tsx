/** Search by name: the words stand in the address. */
import { useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { SearchField } from '@/kit/field'
import s from './page.module.css'
import { words } from './words'

export function Finding({ query }: { readonly query: string }) {
  const t = useWords(words)
  const navigate = useNavigate()
  const [text, type] = useState(query)
  useEffect(() => type(query), [query])
  function find(wanted: string) {
    const words = wanted.trim()
    void navigate(words === '' ? '/drive' : `/drive/search?query=${encodeURIComponent(words)}`)
  }
  return (
    <div className={s.finding}>
      <SearchField
        label={t('search')}
        value={text}
        onChange={type}
        onSubmit={find}
        onClear={() => query !== '' && find('')}
      />
    </div>
  )
}
