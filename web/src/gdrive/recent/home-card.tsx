/** What to go on with, on the home page. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { Clock } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Empty } from '@/kit/empty'
import { Row, Rows } from '@/kit/list'
import { Moment } from '@/kit/moment'
import { Where } from '../columns'
import s from '../contents.module.css'
import { addressOf, faceOf, type Node } from '../model'
import { DRIVE, fetchRecent } from '../state'
import { words } from '../words'

const SHOWN = 5

export default function GoOnWith() {
  const t = useWords(words)
  const { data } = useSuspenseQuery({
    queryKey: [...DRIVE, 'home'],
    queryFn: () => fetchRecent(SHOWN),
  })
  if (data.length === 0)
    return <Empty icon={Clock} title={t('empty.recent')} note={t('empty.recentNote')} />
  return (
    <Rows>
      {data.map(({ node, used_at }) => (
        <Row
          key={node.id}
          start={<Face node={node} />}
          title={node.name}
          note={
            <>
              <Where node={node} /> · {node.updated_by.name}
            </>
          }
          end={<Moment at={used_at} />}
          to={addressOf(node)}
        />
      ))}
    </Rows>
  )
}

function Face({ node }: { readonly node: Node }) {
  const { icon: Icon, look } = faceOf(node)
  return (
    <span className={s.icon} data-look={look}>
      <Icon size={22} strokeWidth={1.75} aria-hidden />
    </span>
  )
}
