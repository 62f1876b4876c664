"use strict";

const WELCOME = `# kaohe 考核 · 先登录，把令牌填入下方 Headers
# Sign in, then put the token into Headers below: {"Authorization": "Bearer …"}

mutation SignIn {
  signIn(input: { login: "clerk", password: "" }) {
    token
    errors { code field message messageEn }
  }
}

query Tasks {
  viewer {
    me { name }
    pendingTasks(first: 20) {
      edges { node { kindLabel dueAt availableActions { trigger label } } }
    }
  }
}
`;

ReactDOM.createRoot(document.getElementById("graphiql")).render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: "/graphql" }),
    defaultQuery: WELCOME,
    defaultEditorToolsVisibility: "headers",
    shouldPersistHeaders: false,
  }),
);
