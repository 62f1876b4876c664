"""What the rehearsal reads, as GraphQL."""

_PAGE = "pageInfo { hasNextPage endCursor }"

PEOPLE = f"""
query($after: String) {{ persons(first: 100, after: $after, active: true) {{ {_PAGE} edges {{ node {{
  id number name management unit {{ id key name outside unitClass }} account {{ login }}
  roles {{ role scope unit {{ id }} }} assignments {{ kind }} circumstances {{ kind }} relatives {{ person {{ id }} }}
}} }} }} }}"""

CASES = f"""
query($cycle: ID!, $after: String, $unit: ID, $stage: Stage) {{
  assessments(cycleId: $cycle, unitId: $unit, stage: $stage, first: 100, after: $after) {{ {_PAGE} edges {{ node {{
    id stage round reviewStep summaryState outcome rank score allowedGrades {{ key }} suggestedGrade proposedGrade grade
    nominee dueAt overdue person {{ id number name }} unit {{ id key name }} feedback {{ acknowledgement method }}
  }} }} }} }}"""

UNTOLD = f"""
query($cycle: ID!, $after: String) {{
  assessments(cycleId: $cycle, stage: FEEDBACK, first: 100, after: $after) {{ {_PAGE} edges {{ node {{
    id overdue feedback {{ method }} availableActions {{ trigger }}
  }} }} }} }}"""

DESK = f"""
query($cycle: ID!, $kind: String!, $after: String) {{
  viewer {{ pendingTasks(cycleId: $cycle, kind: $kind, first: 100, after: $after) {{ {_PAGE} edges {{ node {{
    id kind assigneeKey subjectId dueAt overdue availableActions {{ trigger }}
    assessment {{ id round reviewStep proposedGrade suggestedGrade score unit {{ id }} person {{ id number }}
      allowedGrades {{ key }} claims {{ id status standard matter points }} }}
    unitList {{ id unit {{ id }} places }} objection {{ id instance grounds }} resultList {{ id number
      items {{ grade assessment {{ id }} }} }}
    ballotBox {{ id unit {{ id }} }} finding {{ id kind }}
  }} }} }} }} }}"""

OPEN_TASKS = """
query($cycle: ID!) { viewer { pendingTasks(cycleId: $cycle, first: 5) { totalCount edges { node { kind } } } } }"""

MY_CASES = """
query { viewer { myAssessments(first: 20) { edges { node { id stage cycle { id } } } } } }"""

CYCLE = """
query($cycle: ID!) { node(id: $cycle) { ... on Cycle {
  stage frozenAt suspended stageTerms { stage dueAt }
  progress { unit { id } stage count }
  sessions { number supplementary items { kind } } resultLists { number }
  quota { frozen grants { scope unit { id name } participants places used remaining } }
} } }"""

LISTS = f"""
query($cycle: ID!, $after: String) {{ unitLists(cycleId: $cycle, first: 100, after: $after) {{ {_PAGE} edges {{ node {{
  id state places unit {{ id name }}
}} }} }} }}"""

NOTICES = f"""
query($cycle: ID!, $after: String) {{ notices(cycleId: $cycle, first: 50, after: $after) {{ {_PAGE} edges {{ node {{
  id number closesAt objectionsUntil amendedAt entries {{ assessmentId grade }}
}} }} }} }}"""

OBJECTIONS = f"""
query($cycle: ID!, $after: String) {{ objections(cycleId: $cycle, first: 100, after: $after) {{ {_PAGE} edges {{ node {{
  id state instance assessment {{ id round stage }}
}} }} }} }}"""

NEXT_DEADLINE = """
query($cycle: ID!) { deadlines(cycleId: $cycle, kind: EXPIRE, pending: true, first: 1) { edges { node { dueAt } } } }"""

STATISTICS = """
query($cycle: ID!) { statistics(cycleId: $cycle) {
  overall { count highest lowest mean } byGrade { value label count } byOutcome { value label count }
  bySummary { value label count }
} }"""

HISTORY = f"""
query($subject: ID!, $after: String) {{ history(subjectId: $subject, first: 100, after: $after) {{ {_PAGE}
  edges {{ node {{ seq trigger dest hash }} }} }} }}"""

ARCHIVE = """
query($id: ID!) { node(id: $id) { ... on Assessment {
  archive { historyCount historyHead keepUntil } supplements { kind grade } } } }"""

RECORDS = """
query($unit: ID, $from: Date, $to: Date) { workRecords(unitId: $unit, from: $from, to: $to, first: 20) {
  totalCount edges { node { id person { number } covers text redactions { place } } } } }"""

RATES = f"""
query($cycle: ID!, $kind: RecordKind!, $after: String) {{
  recordingRates(cycleId: $cycle, kind: $kind, first: 100, after: $after) {{ {_PAGE} edges {{ node {{ due recorded }} }} }} }}"""

MY_BALLOTS = """
query { viewer { myBallots { boxId hasCast lowest highest mostHigh highFrom dueAt ratees { assessmentId name } } } }"""

BOXES = f"""
query($cycle: ID!, $after: String) {{ ballotBoxes(cycleId: $cycle, first: 100, after: $after) {{ {_PAGE} edges {{ node {{
  id state dueAt headcount raters castBallots unit {{ id key }} externalRaters {{ person {{ number }} }}
}} }} }} }}"""

INDICATOR_SETS = """
query($unit: ID!, $cycle: ID!) { indicatorSets(unitId: $unit, cycleId: $cycle) {
  kind postCategory people indicatorSet { period indicators { key } } } }"""

INDICATORS = """
query($id: ID!) { node(id: $id) { ... on Assessment { indicators { kind key } } } }"""

CARRIED = """
query($id: ID!) { node(id: $id) { ... on Assessment { carriedGoals } } }"""

CARDS = f"""
query($cycle: ID!, $after: String) {{ cardBatches(cycleId: $cycle, first: 100, after: $after) {{ {_PAGE} edges {{ node {{
  size used unit {{ id }}
}} }} }} }}"""

FINDINGS = f"""
query($cycle: ID!, $after: String) {{ findings(cycleId: $cycle, first: 100, after: $after) {{ {_PAGE} edges {{ node {{
  id kind kindLabel state stateLabel
}} }} }} }}"""

RESERVE = """
query { reservePool(current: true, first: 1) { totalCount } }"""
