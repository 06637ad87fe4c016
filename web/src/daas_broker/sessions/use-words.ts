import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'daas_use',
  {
    today: '오늘 사용',
    hours: '{{hours}}시간 {{minutes}}분',
    minutes: '{{minutes}}분',
    last: '지난 연결의 지연',
    lastAt: '지난 연결',
    ms: '{{ms}}ms',
    none: '아직 없음',
    unmeasured: '재지 못함',
    image: '종류',
    open: '이용 시간',
    kinds: { pooled: '공용', persistent: '개인', app: '프로그램 하나' },
    restart: '다시 시작',
    restartTitle: '가상PC 다시 시작',
    restartAsk: '새 가상PC로 다시 켭니다. 열어 둔 프로그램과 저장하지 않은 것은 사라집니다.',
    near: '우리 부서가 이 달 가상PC 예산의 {{share}}%를 썼습니다.',
    over: '우리 부서가 이 달 가상PC 예산을 다 썼습니다({{share}}%).',
    held: {
      none: '지금은 평소처럼 쓸 수 있습니다.',
      no_warming:
        '이미 켜진 가상PC만 쓸 수 있고, 새로 켜지는 것을 기다려도 켜지지 않습니다. 쓰고 있는 가상PC는 끊지 않습니다.',
      queue:
        '자리가 모자라면 예산이 남은 부서 다음에 배정됩니다. 쓰고 있는 가상PC는 끊지 않습니다.',
    },
    ask: '예산은 정보화 담당자가 정합니다. 더 필요하면 정보화 담당자에게 예산을 늘려 달라고 하십시오.',
    heldCold: '예산이 다해 새로 켜지 않습니다',
    heldQueued:
      '지금 남는 가상PC가 없고, 예산이 다해 우리 부서를 위해서는 새로 켜지 않습니다. 누가 돌려주면 열립니다.',
    heldUnknown: '누가 돌려주면 바로',
    broken: '쓸 수 없음',
    lacks: {
      image: '이 풀의 이미지가 서버에 없어 켤 수 없습니다. 정보화 담당자에게 알려 주십시오.',
      absent: '이 가상PC의 프로그램이 이미지에 없습니다. 정보화 담당자에게 알려 주십시오.',
      silent: '프로그램이 창을 열지 않습니다. 정보화 담당자에게 알려 주십시오.',
      crashing:
        '프로그램이 자꾸 끝나 다시 열어 보고 있습니다. 계속 그대로이면 정보화 담당자에게 알려 주십시오.',
    },
    notEntitledStays:
      '이제 이 가상PC를 쓸 수 있는 사람에 들지 않습니다. 돌려줄 때까지 쓸 수 있고, 그 뒤에는 다시 연결할 수 없습니다. 더 필요하면 신청하거나 정보화 담당자에게 알려 주십시오.',
    notEntitled:
      '이제 이 가상PC를 쓸 수 있는 사람에 들지 않습니다. 돌려주거나 로그아웃할 때까지 쓸 수 있고, 그 뒤에는 다시 연결할 수 없습니다. 더 필요하면 신청하거나 정보화 담당자에게 알려 주십시오.',
    removed:
      '담당자가 없앤 풀입니다. 돌려주거나 로그아웃할 때까지 쓸 수 있고, 그 뒤에는 다시 연결할 수 없습니다.',
  },
  {
    today: 'Used today',
    hours: '{{hours}} h {{minutes}} min',
    minutes: '{{minutes}} min',
    last: 'Latency of the last time',
    lastAt: 'Last opened',
    ms: '{{ms}} ms',
    none: 'none yet',
    unmeasured: 'not measured',
    image: 'Kind',
    open: 'Open',
    kinds: { pooled: 'shared', persistent: 'personal', app: 'one program' },
    restart: 'Restart',
    restartTitle: 'Restart the desktop',
    restartAsk: 'A new desktop is started. Open programs and what was not saved are gone.',
    near: 'Your division has used {{share}} % of this month’s budget for desktops.',
    over: 'Your division has spent this month’s budget for desktops ({{share}} %).',
    held: {
      none: 'For now everything works as usual.',
      no_warming:
        'You can take what is running already; nothing is started for you. A desktop in use is not cut.',
      queue:
        'When desktops are short, you are served after divisions that have budget left. A desktop in use is not cut.',
    },
    ask: 'IT administrators set the budget: ask them where you need more.',
    heldCold: 'Nothing is started: the budget is spent',
    heldQueued:
      'No desktop is free just now, and the budget is spent: none is started for you. Yours opens when one is given back.',
    heldUnknown: 'As soon as one is given back',
    broken: 'broken',
    lacks: {
      image:
        'The image of this pool is not on the server: none can be started. Please tell your IT administrator.',
      absent:
        'The image has no such program as this desktop is for. Please tell your IT administrator.',
      silent: 'Its program opens no window. Please tell your IT administrator.',
      crashing:
        'Its program ends again and again and is being opened anew. If it stays so, please tell your IT administrator.',
    },
    notEntitledStays:
      'You are no longer among those whom this desktop is for. Use it until you give it back; after that there is no other one. If you need it, ask for it or tell your IT administrator.',
    notEntitled:
      'You are no longer among those whom this desktop is for. Use it until you give it back or sign out; after that there is no other one. If you need it, ask for it or tell your IT administrator.',
    removed:
      'An administrator has removed this pool. Use the desktop until you give it back or sign out; after that there is no other one.',
  },
)
