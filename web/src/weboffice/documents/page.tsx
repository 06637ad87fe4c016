/** The document home: start from a form, go on where one was. */
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { FileText, FolderOpen } from 'lucide-react'
import { useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { Empty } from '@/kit/empty'
import { useFolderName } from '@/kit/folder-name'
import { Row, Rows } from '@/kit/list'
import { Moment } from '@/kit/moment'
import { Page } from '@/kit/page'
import { toastRefusal } from '@/kit/toast'
import { BringIn } from '../formats/bring-in'
import { words } from '../words'
import s from './page.module.css'
import { type Listed, makeDocument, recentDocuments, type Template, templates } from './state'

export function DocumentHome() {
  const t = useWords(words)
  return (
    <Page
      title={t('title')}
      note={t('home.note')}
      acts={
        <LinkButton to="/drive" icon={FolderOpen}>
          {t('home.all')}
        </LinkButton>
      }
    >
      <section aria-labelledby="start">
        <h2 id="start" className={s.heading}>
          {t('home.start')}
        </h2>
        <Forms />
        <BringIn />
      </section>
      <Card title={t('home.recent')} icon={FileText} rows={5}>
        <Recent />
      </Card>
    </Page>
  )
}

function Forms() {
  const { data = [] } = useQuery(templates)
  const [making, setMaking] = useState<string | null>(null)
  const [query] = useSearchParams()
  const t = useWords(words)
  const go = useNavigate()
  async function make(template: string) {
    setMaking(template)
    try {
      const folder = query.get('folder')
      const { id } = await makeDocument({
        template,
        ...(folder ? { folder } : {}),
        ...(template === 'blank' ? { title: t('home.untitled') } : {}),
      })
      await go(`/office/d/${id}`)
    } catch (error) {
      toastRefusal(error)
      setMaking(null)
    }
  }
  return (
    <ul className={s.forms}>
      {data.map(template => (
        <li key={template.id}>
          <Form
            template={template}
            isBusy={making !== null}
            onMake={() => void make(template.id)}
          />
        </li>
      ))}
    </ul>
  )
}

const KNOWN = ['blank', 'report', 'plan', 'minutes', 'press', 'official'] as const

function Form({
  template,
  isBusy,
  onMake,
}: {
  readonly template: Template
  readonly isBusy: boolean
  readonly onMake: () => void
}) {
  const t = useWords(words)
  const known = KNOWN.find(one => one === template.id)
  return (
    <button type="button" className={s.form} disabled={isBusy} onClick={onMake}>
      <span className={s.paper} data-form={template.id} aria-hidden>
        <i />
        <i />
        <i />
        <i />
        <i />
        <i />
      </span>
      <span className={s.name}>{known ? t(`template.${known}`) : template.title}</span>
      <span className={s.hint}>{known ? t(`hint.${known}`) : template.hint}</span>
    </button>
  )
}

function Recent() {
  const t = useWords(words)
  const { data } = useSuspenseQuery(recentDocuments)
  if (data.length === 0) {
    return <Empty icon={FileText} title={t('home.none')} note={t('home.noneNote')} />
  }
  return (
    <Rows>
      {data.map(document => (
        <RecentRow key={document.id} document={document} />
      ))}
    </Rows>
  )
}

function RecentRow({ document }: { readonly document: Listed }) {
  const t = useWords(words)
  const folderName = useFolderName()
  return (
    <Row
      start={<FileText size={20} strokeWidth={1.75} aria-hidden className={s.icon} />}
      title={document.title}
      note={[
        document.folder && folderName(document.folder.name),
        t('home.changed', { name: document.changed_by_name }),
      ]
        .filter(Boolean)
        .join(' · ')}
      end={<Moment at={document.changed_at} />}
      to={`/office/d/${document.id}`}
    />
  )
}
