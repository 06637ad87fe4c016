import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'daas_overview_kept',
  {
    title: '백업',
    see: '보관함 보기',
    empty: '아직 보관함이 없습니다',
    good: '보관함 {{count}}개 모두 최신 상태의 스냅샷이 있습니다',
    failing: '보관함 {{count}}개의 스냅샷을 만들지 못하고 있습니다',
    late: '쓰고 있는 보관함 {{count}}개에 하루가 넘도록 새 스냅샷이 없습니다',
    rested: '쓰지 않는 동안에는 마지막 사용 때의 스냅샷이 그대로 최신입니다.',
    last: '마지막으로 보관한 때',
    whole:
      '데이터베이스·문서·비밀값의 백업은 이 서버 밖으로 옮겨야 하므로 운영자의 일입니다. 했는지는 여기서 알 수 없습니다. 방법: docs/howto/operate.md',
  },
  {
    title: 'Backups',
    see: 'See homes',
    empty: 'There are no homes yet',
    good_one: 'The one home has its newest state in a snapshot',
    good: 'All {{count}} homes have their newest state in a snapshot',
    failing_one: 'No snapshot of 1 home can be made',
    failing: 'No snapshot of {{count}} homes can be made',
    late_one: '1 home in use has had no snapshot for more than a day',
    late: '{{count}} homes in use have had no snapshot for more than a day',
    rested: 'While nobody uses a home, its snapshot of the last use is the newest.',
    last: 'Last kept:',
    whole:
      'Backups of the database, the documents and the secrets have to leave this server and are the operator’s work; whether they were made cannot be known here. How: docs/howto/operate.md',
  },
)
