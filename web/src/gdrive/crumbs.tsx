/** The folders around this one, as far as the reader may open them. */
import { ChevronRight } from 'lucide-react'
import { Link } from 'react-router'
import { useWords } from '@/kernel/i18n'
import type { Node } from './model'
import s from './page.module.css'
import { useRoots } from './state'
import { words } from './words'

export function Crumbs({ node }: { readonly node: Node }) {
  const t = useWords(words)
  const roots = useRoots()
  if (node.is_root) return null
  const isOurs = [roots.mine.id, roots.division.id].includes(node.path[0]?.id ?? '')
  return (
    <nav aria-label={t('path')}>
      <ol className={s.crumbs}>
        {!isOurs && <Crumb to="/drive/shared" name={t('shared')} />}
        {node.path.map(({ id, name }) => (
          <Crumb
            key={id}
            to={id === roots.mine.id ? '/drive' : `/drive/f/${encodeURIComponent(id)}`}
            name={
              id === roots.mine.id ? t('mine') : id === roots.division.id ? t('division') : name
            }
          />
        ))}
      </ol>
    </nav>
  )
}

function Crumb({ to, name }: { readonly to: string; readonly name: string }) {
  return (
    <li>
      <Link to={to} className={s.crumb}>
        {name}
      </Link>
      <ChevronRight size={14} aria-hidden />
    </li>
  )
}
