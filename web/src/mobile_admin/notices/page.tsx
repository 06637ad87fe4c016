/** 통지서: what went out, as pictures. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { ArrowLeft, BookMarked, FileText, Stamp } from 'lucide-react'
import { Link } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { hasRole, useSession } from '@/kernel/session'
import { LinkButton } from '@/kit/button'
import { Empty } from '@/kit/empty'
import { Moment } from '@/kit/moment'
import { Page } from '@/kit/page'
import { Boundary } from '@/kit/problem'
import s from './notices.module.css'
import { SenderButton } from './sender'
import { Badges } from './standing'
import { type Line, list, pictureOf } from './state'
import { words } from './words'

export function Notices() {
  const t = useWords(words)
  const isHead = hasRole(useSession().person, 'manager')
  return (
    <Page
      title={t('title')}
      note={t('note')}
      acts={
        <>
          <LinkButton icon={ArrowLeft} to="/field/sent">
            {t('back')}
          </LinkButton>
          {isHead && (
            <LinkButton icon={BookMarked} to="/field/seals">
              {t('sealBook')}
            </LinkButton>
          )}
          <SenderButton />
        </>
      }
    >
      <Boundary>
        <Shown />
      </Boundary>
    </Page>
  )
}

function Shown() {
  const t = useWords(words)
  const { data } = useSuspenseQuery(list)
  if (data.notices.length === 0)
    return <Empty icon={Stamp} title={t('none')} note={t('noneNote')} />
  return (
    <ul className={s.grid}>
      {data.notices.map(line => (
        <li key={line.id}>
          <One line={line} />
        </li>
      ))}
    </ul>
  )
}

function One({ line }: { readonly line: Line }) {
  const t = useWords(words)
  return (
    <Link to={`/field/notices/${line.id}`} className={s.tile}>
      <span className={s.sheet}>
        {line.has_picture ? (
          <img src={pictureOf(line.id)} alt={t('picture', { number: line.number })} />
        ) : (
          <FileText size={40} strokeWidth={1} aria-hidden />
        )}
      </span>
      <span className={s.words}>
        <strong>{line.title}</strong>
        <span>
          {line.number} · {line.recipients.join(', ')}
        </span>
        <span>
          <Moment at={line.issued_at} />
        </span>
        <span>
          <Badges line={line} />
        </span>
      </span>
    </Link>
  )
}
